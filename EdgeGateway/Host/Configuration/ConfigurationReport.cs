namespace EdgeGateway.Host.Configuration;

/// <summary>Collects mistakes by path and finds their lines.</summary>
internal sealed class ConfigurationReport
{
    private readonly List<ConfigurationError> _errors;
    private readonly Dictionary<string, ConfigurationNode> _nodes = new(StringComparer.Ordinal);

    /// <summary>Starts from the mistakes found while reading.</summary>
    public ConfigurationReport(ConfigurationNode root, List<ConfigurationError> errors)
    {
        _errors = errors;
        Index(root);
    }

    /// <summary>The value at a path, or null where the file has none.</summary>
    public ConfigurationNode? Find(string path) => _nodes.GetValueOrDefault(path);

    /// <summary>Adds a mistake, unless this value or the one around it is known to be wrong already: one mistake, one line.</summary>
    public void Add(string path, string message)
    {
        if (!_errors.Exists(e => e.Path.Length > 0 && (path == e.Path || path.StartsWith(e.Path + ".", StringComparison.Ordinal))))
        {
            _errors.Add(new ConfigurationError(LineOf(path), path, message));
        }
    }

    private int LineOf(string path)
    {
        while (!_nodes.ContainsKey(path) && path.Length > 0)
        {
            path = path[..Math.Max(0, path.LastIndexOf('.'))];
        }

        return _nodes[path].Line;
    }

    private void Index(ConfigurationNode node)
    {
        _nodes[node.Path] = node;
        foreach (var member in node.Members)
        {
            Index(member.Value);
        }

        foreach (var item in node.Items)
        {
            Index(item);
        }
    }
}
