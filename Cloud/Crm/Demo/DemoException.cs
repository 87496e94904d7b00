namespace Cloud.Crm.Demo;

/// <summary>The demonstration cannot be loaded here; the message says why and what to do.</summary>
internal sealed class DemoException(string message) : Exception(message);
