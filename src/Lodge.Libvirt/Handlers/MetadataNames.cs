using System.Xml;
using Lodge.Libvirt.Handlers.Domains.Changes;

namespace Lodge.Libvirt.Handlers;

/// <summary>The names under which programs keep elements in the metadata of domains and networks.</summary>
internal static class MetadataNames
{
    /// <summary>The namespace, which must be said.</summary>
    public static string NeedUri(string? uri) =>
        string.IsNullOrEmpty(uri) ? throw DomainEditor.Wrong("the namespace of the metadata element is missing") : uri;

    /// <summary>Refuses a prefix that XML has not.</summary>
    /// <param name="key">The prefix.</param>
    /// <param name="needed">Whether it matters: not for an element that is taken away.</param>
    public static void CheckPrefix(string? key, bool needed)
    {
        if (needed && !IsPrefix(key))
        {
            throw DomainEditor.Wrong($"'{key}' cannot be the prefix of an XML namespace");
        }
    }

    private static bool IsPrefix(string? key)
    {
        try
        {
            return key is not null && XmlConvert.VerifyNCName(key) == key;
        }
        catch (XmlException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
