namespace Lodge.LibvirtXml;

/// <summary>XML that cannot be taken as it is.</summary>
/// <param name="fault">What kind of fault it is; a door maps it to its own error number.</param>
/// <param name="message">What is wrong, with the line where it is known.</param>
/// <param name="line">Line of the XML, from 1; null where there is none.</param>
/// <param name="cause">What the XML parser threw.</param>
public sealed class LibvirtXmlException(XmlFault fault, string message, int? line = null, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>What kind of fault it is.</summary>
    public XmlFault Fault { get; } = fault;

    /// <summary>Line of the XML, from 1; null where there is none.</summary>
    public int? Line { get; } = line;
}

/// <summary>Kinds of faults in XML.</summary>
public enum XmlFault
{
    /// <summary>It is not XML, is too large, or has another root than expected. libvirt: XML_ERROR.</summary>
    Malformed = 0,

    /// <summary>libvirt knows it, Lodge does not do it. libvirt: CONFIG_UNSUPPORTED; the message begins as libvirt's does.</summary>
    Unsupported = 1,

    /// <summary>A value is missing or not of its kind. libvirt: XML_ERROR.</summary>
    Invalid = 2,

    /// <summary>libvirt's schema does not know it, and the client asked for that to be seen to. libvirt: XML_INVALID_SCHEMA.</summary>
    OutsideSchema = 3,
}
