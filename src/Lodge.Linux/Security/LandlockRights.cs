namespace Lodge.Linux.Security;

/// <summary>Landlock's right bits, and which of them a kernel's ABI version knows (linux/landlock.h).</summary>
internal static class LandlockRights
{
    public const ulong Execute = 1 << 0;
    public const ulong WriteFile = 1 << 1;
    public const ulong ReadFile = 1 << 2;
    public const ulong ReadFolder = 1 << 3;
    public const ulong RemoveFolder = 1 << 4;
    public const ulong RemoveFile = 1 << 5;
    public const ulong MakeCharacterDevice = 1 << 6;
    public const ulong MakeFolder = 1 << 7;
    public const ulong MakeRegular = 1 << 8;
    public const ulong MakeSocket = 1 << 9;
    public const ulong MakeFifo = 1 << 10;
    public const ulong MakeBlockDevice = 1 << 11;
    public const ulong MakeSymbolicLink = 1 << 12;
    public const ulong Refer = 1 << 13;
    public const ulong Truncate = 1 << 14;
    public const ulong IoctlDevice = 1 << 15;

    public const ulong BindTcp = 1 << 0;
    public const ulong ConnectTcp = 1 << 1;

    public const ulong ScopeAbstractSockets = 1 << 0;
    public const ulong ScopeSignals = 1 << 1;

    /// <summary>From this ABI version on TCP can be denied.</summary>
    public const int NetworkAbi = 4;

    /// <summary>From this ABI version on abstract Unix sockets and signals can be kept inside.</summary>
    public const int ScopeAbi = 6;

    /// <summary>The rights that make sense on anything but a folder; the kernel refuses others there.</summary>
    private const ulong FileOnly = Execute | WriteFile | ReadFile | Truncate | IoctlDevice;

    /// <summary>All file rights that an ABI version knows: what a ruleset handles, and so denies where no rule allows.</summary>
    public static ulong Known(int abi) => abi switch
    {
        <= 0 => 0,
        1 => Refer - 1,
        2 => Truncate - 1,
        3 or 4 => IoctlDevice - 1,
        _ => (IoctlDevice << 1) - 1,
    };

    /// <summary>The bits of an access kind, on a file or on a folder, as far as the ABI version knows them.</summary>
    public static ulong Of(LandlockAccess access, bool isFolder, int abi)
    {
        const ulong Read = ReadFile | ReadFolder;
        const ulong Write = WriteFile | Truncate;
        var bits = access switch
        {
            LandlockAccess.ReadOnly => Read,
            LandlockAccess.ReadExecute => Read | Execute,
            LandlockAccess.ReadWrite => Read | Write,
            LandlockAccess.Device => Read | Write | IoctlDevice,
            LandlockAccess.Folder => Read | Write | MakeRegular | MakeSocket | MakeFifo | RemoveFile,
            LandlockAccess.Tree => Read | Write | MakeRegular | MakeSocket | MakeFifo | RemoveFile
                | MakeFolder | RemoveFolder | MakeSymbolicLink | Refer,
            _ => throw new ArgumentOutOfRangeException(nameof(access), access, "Not an access kind."),
        };
        return bits & Known(abi) & (isFolder ? ulong.MaxValue : FileOnly);
    }
}
