using System.Buffers.Text;
using System.Text;

namespace Cloud.Crm.Customers;

/// <summary>Where a page ended: what its rows are sorted by, and the last one's id.</summary>
internal readonly record struct CustomerMark(string Key, string Id)
{
    /// <summary>Reads <see cref="ToString"/> back; null where the text is none.</summary>
    internal static CustomerMark? Read(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n') is [var key, var id] ? new CustomerMark(key, id) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Key}\n{Id}"));
}
