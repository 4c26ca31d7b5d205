namespace Lodge.Qmp.Commands;

/// <summary><c>query-cpus-fast</c>: the virtual processors, without disturbing them.</summary>
public sealed class QueryCpusFastCommand()
    : QmpCommand<IReadOnlyList<CpuInfo>>("query-cpus-fast", ReplyJson.Default.IReadOnlyListCpuInfo);

/// <summary>A virtual processor.</summary>
/// <param name="CpuIndex">Its number, from 0.</param>
/// <param name="QomPath">Its place in the object tree.</param>
/// <param name="ThreadId">The host thread that runs it.</param>
/// <param name="Target">What kind of processor, such as <c>x86_64</c>.</param>
/// <param name="Props">Where it sits; null on boards that cannot tell.</param>
public sealed record CpuInfo(int CpuIndex, string QomPath, int ThreadId, string Target, CpuPlace? Props = null);

/// <summary>Where a virtual processor sits.</summary>
/// <param name="NodeId">NUMA node.</param>
/// <param name="SocketId">Socket.</param>
/// <param name="DieId">Die within the socket.</param>
/// <param name="ClusterId">Cluster within the die.</param>
/// <param name="CoreId">Core.</param>
/// <param name="ThreadId">Thread within the core.</param>
public sealed record CpuPlace(
    long? NodeId = null,
    long? SocketId = null,
    long? DieId = null,
    long? ClusterId = null,
    long? CoreId = null,
    long? ThreadId = null);

/// <summary><c>query-iothreads</c>: the threads that serve disks.</summary>
public sealed class QueryIothreadsCommand()
    : QmpCommand<IReadOnlyList<IothreadInfo>>("query-iothreads", ReplyJson.Default.IReadOnlyListIothreadInfo);

/// <summary>A thread that serves disks.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ThreadId">The host thread.</param>
/// <param name="PollMaxNs">How long it polls before it sleeps, in nanoseconds; 0 for not at all.</param>
public sealed record IothreadInfo(string Id, int ThreadId, long PollMaxNs);
