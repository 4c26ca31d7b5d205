using Lodge.Libvirt.Protocol;
using Lodge.LibvirtXml;
using Lodge.Model.Errors;

namespace Lodge.Libvirt.Errors;

/// <summary>Turns failures into what goes over the wire: each of Lodge's error codes into one of libvirt's numbers.</summary>
internal static class ErrorMapping
{
    private const int LevelError = 2;

    /// <summary>The failure as a client shall see it; null for a defect, which the log explains and the client does not see.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="function">The client's function, or what else was going on.</param>
    public static LibvirtException? Of(Exception failure, string function) => failure switch
    {
        LibvirtException known => known,
        LodgeException { Error.Code: ErrorCode.InvalidArgument } flaw when TakesDefinition(function) =>
            new LibvirtException(ErrorNumber.XmlError, ErrorOrigins.Of(function), flaw.Error.ToString(), flaw),
        LodgeException lodge when lodge.Error.Code != ErrorCode.Internal =>
            new LibvirtException(Number(lodge.Error.Code), ErrorOrigins.Of(lodge.Error.Code, function), lodge.Error.ToString(), lodge),
        LibvirtXmlException xml => OfXml(xml, ErrorOrigins.Of(function)),
        _ => null,
    };

    /// <summary>What a client sees of a defect.</summary>
    public static LibvirtException Defect(Exception failure) =>
        new(ErrorNumber.InternalError, ErrorOrigin.Qemu, "a defect in Lodge; its log has the details", failure);

    /// <summary>The error as the payload of a reply. Lengths are cut to what the wire takes.</summary>
    public static ErrorRecord Record(LibvirtException error) => new(
        (int)error.Number,
        (int)error.Origin,
        Cut(error.Message),
        LevelError,
        null,
        Template(error.Number),
        Cut(error.Detail),
        null,
        -1,
        -1,
        null);

    /// <summary>libvirt's number for a code of Lodge.</summary>
    public static ErrorNumber Number(ErrorCode code) => code switch
    {
        ErrorCode.InvalidArgument or ErrorCode.TooLarge or ErrorCode.NotFound => ErrorNumber.InvalidArg,
        ErrorCode.VmNotFound => ErrorNumber.NoDomain,
        ErrorCode.SnapshotNotFound => ErrorNumber.NoDomainSnapshot,
        ErrorCode.CheckpointNotFound => ErrorNumber.NoDomainCheckpoint,
        ErrorCode.CheckpointBroken => ErrorNumber.CheckpointInconsistent,
        ErrorCode.NetworkNotFound => ErrorNumber.NoNetwork,
        ErrorCode.PoolNotFound => ErrorNumber.NoStoragePool,
        ErrorCode.VolumeNotFound => ErrorNumber.NoStorageVol,
        ErrorCode.SecretNotFound => ErrorNumber.NoSecret,
        ErrorCode.NetworkFilterNotFound => ErrorNumber.NoNwfilter,
        ErrorCode.VmExists or ErrorCode.RevisionMismatch or ErrorCode.ConsoleBusy or ErrorCode.InsufficientResources
            or ErrorCode.BadFile or ErrorCode.ShuttingDown => ErrorNumber.OperationFailed,
        ErrorCode.InvalidState or ErrorCode.JobNotFound => ErrorNumber.OperationInvalid,
        ErrorCode.Busy or ErrorCode.Timeout => ErrorNumber.OperationTimeout,
        ErrorCode.FileNotFound or ErrorCode.FileNotAccessible or ErrorCode.StorageFailed => ErrorNumber.SystemError,
        ErrorCode.ImageInUse => ErrorNumber.ResourceBusy,
        ErrorCode.Unsupported or ErrorCode.KvmUnusable => ErrorNumber.ConfigUnsupported,
        ErrorCode.Cancelled => ErrorNumber.OperationAborted,
        ErrorCode.ImageNotFound => ErrorNumber.NoStorageVol,
        ErrorCode.AgentUnresponsive => ErrorNumber.AgentUnresponsive,
        _ => ErrorNumber.InternalError,
    };

    // What makes no sense in a definition, libvirt finds while it reads the XML.
    private static bool TakesDefinition(string function) =>
        function.Contains("DefineXML", StringComparison.Ordinal) || function.Contains("CreateXML", StringComparison.Ordinal);

    // The words of an unsupported configuration are in the message already.
    private static LibvirtException OfXml(LibvirtXmlException failure, ErrorOrigin origin)
    {
        var number = failure.Fault switch
        {
            XmlFault.Unsupported => ErrorNumber.ConfigUnsupported,
            XmlFault.OutsideSchema => ErrorNumber.XmlInvalidSchema,
            _ => ErrorNumber.XmlError,
        };
        var words = $"{ErrorWords.Before(number)}: ";
        var detail = failure.Message.StartsWith(words, StringComparison.Ordinal) ? failure.Message[words.Length..] : failure.Message;
        return new LibvirtException(number, origin == ErrorOrigin.Qemu ? ErrorOrigin.Domain : origin, detail, failure);
    }

    private static string Template(ErrorNumber number) => ErrorWords.Before(number) is { } words ? $"{words}: %s" : "%s";

    private static string Cut(string text) => text.Length > 65536 ? text[..65536] : text;
}
