using System.Globalization;
using Simulation.Disk;
using Simulation.Verbs;
using Simulation.World;

if (args is ["recovery", ..])
{
    return Recovery.Run(args[1..]);
}

SimulatedVfs.Register();
await SimulatedHeadquarters.PrepareAsync();
return args switch
{
    ["every-step", ..] => EveryStep.Run(args[1..]),
    ["crash-points", ..] => CrashPoints.Run(args[1..]),
    ["store", ..] => PlannedSeeds.Stores.Run(args[1..]),
    ["faces", ..] => PlannedSeeds.Faces.Run(args[1..]),
    ["shelves", ..] => PlannedSeeds.Shelves.Run(args[1..]),
    ["faults", ..] => PlantedFaults.Run(args[1..]),
    [] or ["-h" or "--help", ..] => Help(),
    _ => Seeds.Run(args),
};

static int Help()
{
    Console.WriteLine(
        """
        Usage: sim --seed N [--trace] [--only 0,3,4]   one world; --only keeps these of its troubles
               sim --seeds A..B                        many worlds
               sim --seeds A..B --nodes 2              the same with two nodes of headquarters, which stall now and then
               sim --seconds S [--from N]              as many worlds as fit
               sim --hours H [--from N]                the same for long, in fresh processes
               sim --shrink N                          the fewest troubles with which seed N still fails
               sim store ...                           the same of a store's devices: --seed, --seeds, --seconds, --shrink
               sim faces ...                           the same of a camera that knows members by their faces
               sim shelves ...                         the same of shelves that weigh what is taken
               sim faults [NAME]... [--most N]         how many seeds find each planted fault (planted-fault build)
               sim crash-points [--count N]            crash images of an outbox, each opened again
               sim every-step [--seed N] [--stride S] [--machine hq|gw-0]
                                                       a small world, struck at every await and disk operation of a machine
               sim recovery [--size 1GB]               how long an outbox of that size takes to open after a crash
        Exit 1 where a promise was broken.
        """);
    return 2;
}
