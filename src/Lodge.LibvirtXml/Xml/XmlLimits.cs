namespace Lodge.LibvirtXml.Xml;

/// <summary>What a document may have at most; libvirt's own strings end at 4 MiB.</summary>
internal static class XmlLimits
{
    public const int Characters = 4 << 20;
    public const int Depth = 64;
    public const int Nodes = 50_000;
    public const int AttributesOfOne = 128;

    /// <summary>Devices of a domain.</summary>
    public const int Devices = 4096;

    /// <summary>Guest nodes of a domain.</summary>
    public const int NumaCells = 1024;
}
