namespace Lodge.Storage.Nbd;

/// <summary>Numbers of the NBD protocol (doc/proto.md of the NBD project), as far as this client speaks it.</summary>
internal static class NbdNumbers
{
    public const ulong Greeting = 0x4e42444d41474943;
    public const ulong OptionMagic = 0x49484156454F5054;
    public const ulong OptionReply = 0x3e889045565a9;
    public const uint Request = 0x25609513;
    public const uint Reply = 0x67446698;

    public const uint FixedNewStyle = 1;
    public const uint NoZeroes = 2;

    public const uint OptionGo = 7;
    public const uint ReplyAcknowledged = 1;
    public const uint ReplyInfo = 3;
    public const ushort InfoExport = 0;

    public const ushort Read = 0;
    public const ushort Write = 1;
    public const ushort Disconnect = 2;
    public const ushort Flush = 3;
    public const ushort WriteZeroes = 6;

    public const uint NoSpace = 28;
}
