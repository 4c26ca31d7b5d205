namespace Lodge.Storage.Nfs;

/// <summary>Numbers of ONC RPC (RFC 5531), its port mapper (RFC 1833), and NFS version 3 with its mount protocol (RFC 1813).</summary>
internal static class NfsNumbers
{
    public const uint RpcVersion = 2;
    public const uint Call = 0;
    public const uint Reply = 1;
    public const uint AuthSystem = 1;
    public const uint LastFragment = 0x8000_0000;

    public const int PortMapperPort = 111;
    public const int StandardPort = 2049;
    public const uint Tcp = 6;

    public const uint FileTypeRegular = 1;
    public const uint CreateGuarded = 1;
    public const int LongestHandle = 64;
    public const int LongestName = 255;

    public static RpcProcedure GetPort { get; } = new(100000, 2, 3);

    public static RpcProcedure Mount { get; } = new(100005, 3, 1);

    public static RpcProcedure Exports { get; } = new(100005, 3, 5);

    public static RpcProcedure SetAttributes { get; } = Nfs(2);

    public static RpcProcedure Lookup { get; } = Nfs(3);

    public static RpcProcedure Read { get; } = Nfs(6);

    public static RpcProcedure Create { get; } = Nfs(8);

    public static RpcProcedure Remove { get; } = Nfs(12);

    public static RpcProcedure Rename { get; } = Nfs(14);

    public static RpcProcedure ReadFolder { get; } = Nfs(17);

    public static RpcProcedure Room { get; } = Nfs(18);

    private static RpcProcedure Nfs(uint procedure) => new(100003, 3, procedure);
}

/// <summary>A procedure of a program.</summary>
internal sealed record RpcProcedure(uint Program, uint Version, uint Procedure);
