namespace Lodge.Libvirt.Errors;

/// <summary>
/// The fixed words before an error's detail, by number, in the form that tools have been matching for years.
/// A number without words of its own shows just the detail.
/// </summary>
internal static class ErrorWords
{
    /// <summary>The whole message.</summary>
    public static string Sentence(ErrorNumber number, string detail) => Before(number) is { } words ? $"{words}: {detail}" : detail;

    /// <summary>The words before the colon; null when there are none.</summary>
    public static string? Before(ErrorNumber number) => number switch
    {
        ErrorNumber.InternalError => "internal error",
        ErrorNumber.NoSupport => "this function is not supported by the connection driver",
        ErrorNumber.InvalidArg => "invalid argument",
        ErrorNumber.OperationFailed => "operation failed",
        ErrorNumber.XmlError => "XML error",
        ErrorNumber.OperationDenied => "operation forbidden",
        ErrorNumber.AuthFailed => "authentication failed",
        ErrorNumber.NoDomain => "Domain not found",
        ErrorNumber.NoNetwork => "Network not found",
        ErrorNumber.NoNetworkPort => "network port not found",
        ErrorNumber.NoStoragePool => "Storage pool not found",
        ErrorNumber.NoStorageVol => "Storage volume not found",
        ErrorNumber.NoNodeDevice => "Node device not found",
        ErrorNumber.NoInterface => "Interface not found",
        ErrorNumber.NoSecret => "Secret not found",
        ErrorNumber.NoDomainSnapshot => "Domain snapshot not found",
        ErrorNumber.NoDomainMetadata or ErrorNumber.NoNetworkMetadata => "metadata not found",
        ErrorNumber.OperationInvalid => "Requested operation is not valid",
        ErrorNumber.ConfigUnsupported => "unsupported configuration",
        ErrorNumber.OperationTimeout => "Timed out during operation",
        ErrorNumber.ArgumentUnsupported => "argument unsupported",
        ErrorNumber.OperationAborted => "operation aborted",
        ErrorNumber.OperationUnsupported => "Operation not supported",
        ErrorNumber.AgentUnresponsive => "Guest agent is not responding",
        ErrorNumber.ResourceBusy => "resource busy",
        ErrorNumber.DeviceMissing => "device not found",
        ErrorNumber.CpuIncompatible => "the CPU is incompatible with host CPU",
        ErrorNumber.XmlInvalidSchema => "XML document failed to validate against schema",
        ErrorNumber.NoNwfilter => "Network filter not found",
        ErrorNumber.NoNwfilterBinding => "Network filter binding not found",
        ErrorNumber.NoDomainCheckpoint => "Domain checkpoint not found",
        ErrorNumber.NoDomainBackup => "Domain backup job id not found",
        _ => null,
    };
}
