using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EdgeGateway.Host.Configuration;

/// <summary>Reads JSON with comments into nodes that remember their lines.</summary>
internal ref struct ConfigurationText
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly List<ConfigurationError> _errors;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private ConfigurationText(ReadOnlySpan<byte> utf8, List<ConfigurationError> errors)
    {
        _utf8 = utf8;
        _errors = errors;
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip });
    }

    /// <summary>The root object, or null where the text is not one; what is wrong is added to <paramref name="errors"/>.</summary>
    public static ConfigurationNode? Read(ReadOnlySpan<byte> utf8, List<ConfigurationError> errors)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
        {
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        }

        var text = new ConfigurationText(utf8, errors);
        try
        {
            text._reader.Read();
            var root = text.Value("");
            text._reader.Read();
            if (root.Kind == JsonTokenType.StartObject)
            {
                return root;
            }

            errors.Add(new ConfigurationError(root.Line, "", $"came {root.Shown}; expected an object: {{ \"store\": …, \"gateway\": … }}"));
        }
        catch (JsonException e)
        {
            errors.Add(new ConfigurationError((int)(e.LineNumber ?? 0) + 1, "", $"not JSON at column {(e.BytePositionInLine ?? 0) + 1}: {Plain(e.Message)}"));
        }
        catch (InvalidOperationException)
        {
            errors.Add(new ConfigurationError(text.LineHere(), "", "not UTF-8 text; save the file as UTF-8"));
        }

        return null;
    }

    private ConfigurationNode Value(string path)
    {
        var text = _reader.TokenType switch
        {
            JsonTokenType.String => _reader.GetString()!,
            JsonTokenType.Number => Encoding.UTF8.GetString(_reader.ValueSpan),
            _ => "",
        };
        var node = new ConfigurationNode(path, LineHere(), _reader.TokenType, text);
        if (node.Kind == JsonTokenType.StartObject)
        {
            ReadMembers(node);
        }
        else if (node.Kind == JsonTokenType.StartArray)
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                node.Items.Add(Value(string.Create(CultureInfo.InvariantCulture, $"{path}[{node.Items.Count}]")));
            }
        }

        return node;
    }

    private void ReadMembers(ConfigurationNode node)
    {
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var name = _reader.GetString()!;
            var line = LineHere();
            _reader.Read();
            var value = Value(node.PathOf(name));
            if (node.Members.Exists(m => m.Name == name))
            {
                _errors.Add(new ConfigurationError(line, value.Path, "is given twice; keep one"));
                continue;
            }

            node.Members.Add(new ConfigurationMember(name, line, value));
        }
    }

    private int LineHere()
    {
        var at = (int)_reader.TokenStartIndex;
        _line += _utf8[_counted..at].Count((byte)'\n');
        _counted = at;
        return _line;
    }

    private static string Plain(string message)
    {
        var tail = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return tail < 0 ? message : message[..tail];
    }
}
