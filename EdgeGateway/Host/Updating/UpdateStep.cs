namespace EdgeGateway.Host.Updating;

/// <summary>What an update does to the disk, step by step: a power cut after each of them has a test, and its line in docs/update.md.</summary>
internal enum UpdateStep
{
    /// <summary>The free slot is empty.</summary>
    SlotEmptied,

    /// <summary>Manifest and signature are in it, unchecked.</summary>
    HeadWritten,

    /// <summary>The signature is good and the rules hold.</summary>
    HeadChecked,

    /// <summary>One more file is in it, with the right hash.</summary>
    FileWritten,

    /// <summary>All of it is on the disk.</summary>
    SlotSynced,

    /// <summary>The journal says that it waits to be tried.</summary>
    Staged,

    /// <summary>Its program has read the configuration and the outbox.</summary>
    Tried,

    /// <summary>What is online now is noted.</summary>
    BaselineWritten,

    /// <summary>The journal says that the next start tries it.</summary>
    OnTrial,

    /// <summary>It runs, and is as healthy as the version before.</summary>
    GatePassed,

    /// <summary>The journal says that it works.</summary>
    Confirmed,

    /// <summary>It runs and is not as healthy.</summary>
    GateFailed,

    /// <summary>The journal says that the version before starts again.</summary>
    RolledBack,
}
