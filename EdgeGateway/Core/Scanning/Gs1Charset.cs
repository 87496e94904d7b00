using System.Buffers;

namespace EdgeGateway.Core.Scanning;

/// <summary>The characters an element's data may hold. Source: GS1 General Specifications section 7.11.</summary>
internal enum Gs1Charset
{
    /// <summary>Digits.</summary>
    Numeric,

    /// <summary>Figure 7.11-1: the 82 characters of ISO/IEC 646 that every symbology has.</summary>
    Set82,

    /// <summary>Figure 7.11-2: # - / digits and upper-case letters.</summary>
    Set39,

    /// <summary>Figure 7.11-3: the file-safe base 64, with = to fill up.</summary>
    Set64,
}

/// <summary>Looks for characters that do not belong.</summary>
internal static class Gs1Characters
{
    private const string Digits = "0123456789";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> s_numeric = SearchValues.Create(Digits);
    private static readonly SearchValues<char> s_set82 = SearchValues.Create("!\"%&'()*+,-./:;<=>?_" + Digits + Upper + Lower);
    private static readonly SearchValues<char> s_set39 = SearchValues.Create("#-/" + Digits + Upper);
    private static readonly SearchValues<char> s_set64 = SearchValues.Create("-_=" + Digits + Upper + Lower);

    /// <summary>Where the first character stands that is not of the set; -1 where there is none.</summary>
    public static int FirstForeign(ReadOnlySpan<char> text, Gs1Charset charset) => text.IndexOfAnyExcept(charset switch
    {
        Gs1Charset.Numeric => s_numeric,
        Gs1Charset.Set82 => s_set82,
        Gs1Charset.Set39 => s_set39,
        _ => s_set64,
    });
}
