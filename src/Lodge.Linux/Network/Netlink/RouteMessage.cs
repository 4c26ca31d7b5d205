namespace Lodge.Linux.Network.Netlink;

/// <summary>Kinds of messages on a route socket (linux/rtnetlink.h). The kernel answers a question with the kind "new".</summary>
internal enum RouteMessage : ushort
{
    NewLink = 16,
    DeleteLink = 17,
    GetLink = 18,
    SetLink = 19,
    NewAddress = 20,
    DeleteAddress = 21,
    GetAddress = 22,
    NewRoute = 24,
    DeleteRoute = 25,
    GetRoute = 26,
    NewNeighbour = 28,
    GetNeighbour = 30,
    NewQueue = 36,
    DeleteQueue = 37,
    GetQueue = 38,
    NewClass = 40,
    DeleteClass = 41,
    NewFilter = 44,
    DeleteFilter = 45,
}

/// <summary>NLM_F_… of netlink(7).</summary>
[Flags]
internal enum NetlinkFlags : ushort
{
    None = 0,

    /// <summary>Answer also when nothing failed.</summary>
    Acknowledge = 4,

    /// <summary>Send all there are.</summary>
    Dump = 0x300,

    /// <summary>Put the new one in the place of what is there.</summary>
    Replace = 0x100,

    /// <summary>Fail when there is one already.</summary>
    Exclusive = 0x200,

    /// <summary>Make it when there is none.</summary>
    Create = 0x400,

    /// <summary>Put it behind what is there.</summary>
    Append = 0x800,
}
