namespace EdgeGateway.Intake;

/// <summary>Lets in as many requests, and as many bytes of them, as memory is set aside for; nobody waits at the door.</summary>
internal sealed class IntakeAdmission(int requests, long bytes)
{
    private readonly Lock _gate = new();
    private int _requests = requests;
    private long _bytes = bytes;

    /// <summary>Takes room for a request of <paramref name="length"/> bytes; false where there is none just now.</summary>
    public bool TryEnter(int length)
    {
        lock (_gate)
        {
            if (_requests == 0 || _bytes < length)
            {
                return false;
            }

            _requests--;
            _bytes -= length;
            return true;
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Leave(int length)
    {
        lock (_gate)
        {
            _requests++;
            _bytes += length;
        }
    }
}
