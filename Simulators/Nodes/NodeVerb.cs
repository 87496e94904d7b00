using System.CommandLine;
using Simulators.Session;
using Simulators.Shelves;

namespace Simulators.Nodes;

/// <summary>The verb <c>shelf-node</c>.</summary>
internal static class NodeVerb
{
    /// <summary>An ESP32 shelf node that publishes to a broker.</summary>
    public static Command Create()
    {
        var verb = new Command("shelf-node", "An ESP32 board with shelf plates, publishing to a real MQTT broker as docs/shelf-nodes.md says.");
        var device = new DeviceArguments(onPty: false);
        var host = new Option<string>("--host") { Description = "The broker.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "Its TCP port.", DefaultValueFactory = _ => 1883 };
        var node = new Option<string>("--node") { Description = "The node's name.", DefaultValueFactory = _ => "node-1" };
        var user = new Option<string?>("--user") { Description = "User name at the broker." };
        var password = new Option<string?>("--password-file") { Description = "File with the password." };
        var batch = new Option<int>("--batch") { Description = "Samples a message, 1 to 100.", DefaultValueFactory = _ => 5 };
        var plates = new PlateArguments();
        device.AddTo(verb);
        plates.AddTo(verb);
        foreach (var option in (Option[])[host, port, node, user, password, batch])
        {
            verb.Options.Add(option);
        }

        verb.SetAction(arguments =>
        {
            var file = arguments.GetValue(password);
            if ((device.Mistake(arguments) ?? plates.Mistake(arguments) ?? (arguments.GetValue(batch) is < 1 or > 100 ? "--batch: expected 1 to 100" : null)
                ?? (file is not null && !File.Exists(file) ? $"--password-file: no such file {file}" : null)) is { } mistake)
            {
                Console.Error.WriteLine(mistake);
                return 2;
            }

            var random = new Random(device.Seed(arguments));
            using var truth = device.OpenTruth(arguments);
            var surfaces = plates.Create(arguments, random, truth);
            var settings = new ShelfNodeSettings(
                arguments.GetValue(host)!, arguments.GetValue(port), arguments.GetValue(node)!, plates.SampleEvery(arguments), arguments.GetValue(batch))
            {
                User = arguments.GetValue(user),
                Password = file is null ? null : File.ReadAllText(file).Trim(),
            };
            using var board = new ShelfNode(settings, surfaces, random, TimeProvider.System);
            return DeviceArguments.Run(board, PlateArguments.Shopper(device.Rhythm(arguments), surfaces, random));
        });
        return verb;
    }
}
