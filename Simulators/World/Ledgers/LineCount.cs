namespace Simulators.World.Ledgers;

/// <summary>Counts the lines of a file that grows, reading each byte once.</summary>
internal sealed class LineCount(string path)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _read;
    private long _lines;

    public long Read()
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(_read, SeekOrigin.Begin);
        while (file.Read(_buffer) is > 0 and var count)
        {
            _read += count;
            _lines += _buffer.AsSpan(0, count).Count((byte)'\n');
        }

        return _lines;
    }
}
