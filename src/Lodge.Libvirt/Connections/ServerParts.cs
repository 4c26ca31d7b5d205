using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Microsoft.Extensions.Logging;

namespace Lodge.Libvirt.Connections;

/// <summary>What all connections of a server share.</summary>
internal sealed record ServerParts(
    HandlerTable Handlers, LibvirtOptions Options, CallbackNumbers CallbackNumbers, TimeProvider Clock, ILogger Logger);
