using System.Text;

namespace EdgeGateway.Core.Scanning;

/// <summary>The work of <c>scan [FILE]</c>: what a scanner sent in, one JSON object a line out.</summary>
public static class ScanCommand
{
    private const int MaxLine = 64 * 1024;

    /// <summary>Decodes <paramref name="input"/> to its end, line by line; a line ends with LF, CR or both. Empty lines are passed over.</summary>
    /// <param name="input">Bytes as scanners send them: UTF-8, or Latin-1 where they are not that; the separator is the byte 1D.</param>
    /// <param name="output">One line of JSON a scan, written when it is complete.</param>
    /// <param name="decoder">Knows the store's labels.</param>
    /// <param name="separators">Texts that stand for the separator in the input, such as <c>{GS}</c>.</param>
    /// <param name="thisYear">The year it is read in.</param>
    /// <returns>How many scans there were, and how many of them a till would refuse.</returns>
    /// <exception cref="IOException">The input cannot be read, or a line is longer than 64 KiB.</exception>
    public static (int Scans, int Refused) Run(Stream input, TextWriter output, ScanDecoder decoder, IReadOnlyList<string> separators, int thisYear)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(decoder);
        var (scans, refused) = (0, 0);
        var line = new List<byte>(256);
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = input.Read(buffer, 0, buffer.Length)) > 0)
        {
            foreach (var value in buffer.AsSpan(0, count))
            {
                if (value is (byte)'\n' or (byte)'\r')
                {
                    Take();
                }
                else if (line.Count == MaxLine)
                {
                    throw new IOException($"a line is longer than {MaxLine} bytes: this is no output of a scanner");
                }
                else
                {
                    line.Add(value);
                }
            }
        }

        Take();
        return (scans, refused);

        void Take()
        {
            if (line.Count == 0)
            {
                return;
            }

            var text = ScanText.Of(line.ToArray());
            line.Clear();
            foreach (var separator in separators)
            {
                text = text.Replace(separator, Gs1Parser.Separator.ToString(), StringComparison.Ordinal);
            }

            var scan = decoder.DecodeLine(text, thisYear);
            scans++;
            refused += scan.IsAccepted ? 0 : 1;
            output.WriteLine(ScanJson.Line(text, scan));
        }
    }
}
