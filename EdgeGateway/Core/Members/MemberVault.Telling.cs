using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Members;

/// <content>Telling: other parts of the gateway are to forget, headquarters is to know; both survive a kill.</content>
public sealed partial class MemberVault
{
    /// <summary>How long a withdrawal waits for the outbox; what is deleted is deleted before.</summary>
    private static readonly TimeSpan s_waitForOutbox = TimeSpan.FromSeconds(3);

    /// <summary>Has the other parts of the gateway forget whom they have not forgotten yet.</summary>
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> subjects;
        List<Func<string, CancellationToken, Task>> forgetting;
        lock (_gate)
        {
            (subjects, forgetting) = (_file.ReadForgettings(), [.. _forgetting]);
        }

        foreach (var subject in subjects)
        {
            var isForgotten = true;
            foreach (var forget in forgetting)
            {
                try
                {
                    await forget(subject, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The others are asked all the same, and this one again in a minute.
                    isForgotten = false;
                    LogMessages.NotForgotten(_logger, e);
                }
            }

            Step?.Invoke("forgotten");
            Announce(subject);
            if (isForgotten)
            {
                lock (_gate)
                {
                    Commit(() => _file.RemoveForgetting(subject));
                }
            }
        }
    }

    private void Announce(string subject)
    {
        try
        {
            Withdrawn?.Invoke(subject);
        }
        catch (Exception e)
        {
            LogMessages.NotForgotten(_logger, e);
        }
    }

    /// <summary>Tells what is to be told; what the outbox refuses or takes too long for waits for the next round.</summary>
    private async Task TryTellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(cancellationToken).WaitAsync(s_waitForOutbox, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OutboxFullException or OutboxUnavailableException or TimeoutException)
        {
            LogMessages.ConsentNotTold(_logger, e.Message);
        }
    }

    /// <summary>Hands what is to be told to the outbox, in its order.</summary>
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await _telling.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                IReadOnlyList<Telling> tellings;
                lock (_gate)
                {
                    tellings = _file.ReadTellings(100);
                }

                if (tellings.Count > 0)
                {
                    await _keep([.. tellings.Select(ConsentEvents.Draft)], cancellationToken).ConfigureAwait(false);
                }

                Step?.Invoke("told");
                lock (_gate)
                {
                    Settle(tellings);
                }

                if (tellings.Count == 0)
                {
                    return;
                }
            }
        }
        finally
        {
            _telling.Release();
        }
    }

    /// <summary>Notes what was told; consents that waited for it come into force. Under the lock.</summary>
    private void Settle(IReadOnlyList<Telling> told)
    {
        if (told.Count > 0)
        {
            Commit(() =>
            {
                foreach (var telling in told)
                {
                    _file.RemoveTelling(telling.Number);
                }
            });
        }

        // A pending consent whose event is not among those that wait has been told, or (staff's) needs no telling.
        var waiting = _pending.Count == 0 ? [] : _file.ReadTellings(int.MaxValue).Select(t => t.Consent).ToHashSet();
        foreach (var standing in _pending.Values.Where(s => !waiting.Contains(s.Record.Consent)).ToList())
        {
            Activate(standing);
        }
    }

    /// <summary>Commits to the file. Under the lock.</summary>
    private void Commit(Action change)
    {
        try
        {
            _file.Commit(change);
        }
        catch (SqliteFault e)
        {
            throw new VaultException($"The disk does not take a change of the members' vault: {e.Message}", e);
        }
    }

    /// <summary>Empties the write-ahead log; what the disk refuses is tried again every minute. Under the lock.</summary>
    private void Empty()
    {
        try
        {
            _file.Empty();
        }
        catch (SqliteFault e)
        {
            LogMessages.VaultRefuses(_logger, e.Message);
        }
    }
}
