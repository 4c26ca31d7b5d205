using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Qmp.Commands;

namespace Lodge.Qmp.Tests.Commands;

/// <summary>Every typed command, with every argument given.</summary>
internal static class AllCommands
{
    public static IReadOnlyList<QmpCommand> Create(SafeHandle file) =>
    [
        new QueryVersionCommand(), new QueryStatusCommand(), new StopCommand(), new ContCommand(),
        new SystemPowerdownCommand(), new SystemResetCommand(), new SystemWakeupCommand(), new QuitCommand(),
        new InjectNmiCommand(),
        new SetActionCommand(RebootAction.Reset, ShutdownAction.Poweroff, PanicAction.None, WatchdogAction.Pause),
        new MigrateCommand("exec:true", resume: true), new MigrateIncomingCommand("defer"),
        new MigrateCancelCommand(), new MigrateContinueCommand(MigrationStatus.PreSwitchover),
        new QueryMigrateCommand(), new MigrateSetParametersCommand(EveryParameter()),
        new MigrateSetCapabilitiesCommand(new Dictionary<string, bool> { ["events"] = true }),
        new GetFdCommand("f", file), new CloseFdCommand("f"), new AddFdCommand(file, 1, "note"),
        new RemoveFdCommand(1, 2), new QueryFdsetsCommand(),
        new AddClientCommand("vnc", "f", true, true),
        new SetPasswordCommand(DisplayProtocol.Vnc, "secret", ConnectedAction.Keep, "d0"),
        new ExpirePasswordCommand(DisplayProtocol.Vnc, "never", "d0"), new QueryVncCommand(),
        new VncListenCommand("listener"),
        new ScreendumpCommand("f", ScreendumpFormat.Png, "video0", 0),
        new SendKeyCommand(["ctrl", "alt", "delete"], 100),
        new QueryDumpCommand(),
        new QueryDumpCapabilityCommand(),
        new DumpGuestMemoryCommand("file:f", true, true, DumpFormat.KdumpZlib),
        new QueryChardevCommand(), new QueryBlockCommand(), new QueryBlockStatsCommand(true),
        new QueryNamedBlockNodesCommand(true),
        new BlockdevAddCommand(Object("""{"driver": "null-co", "node-name": "n"}""")), new BlockdevDelCommand("n"),
        new BlockResizeCommand("n", 1024), new BlockSetWriteThresholdCommand("n", 1024), new CalcDirtyRateCommand(1, "page-sampling"),
        new BlockStreamCommand("j", "n", "base", "base.qcow2"), new QueryJobsCommand(), new JobCommand("cancel", "j"), new JobCommand("dismiss", "j"), new BlockdevReopenCommand(JsonDocument.Parse("{}").RootElement), new BlockCommitCommand("j", "n", "n", "below"),
        new BlockdevMirrorCommand("j", "n", "t", true, true, 1), new BlockCommitHeldCommand("j", "n", "n", "below", "base.raw", 1), new QueryBlockJobsCommand(),
        new BlockJobSetSpeedCommand("j", 1), new BlockJobLeaveCommand("j"),
        new TransactionCommand(
        [
            TransactionAction.Snapshot("n", "o"), TransactionAction.InternalSnapshot("n", "t"),
            BitmapActions.Add("n", "b", 65536), BitmapActions.Remove("n", "b"), BitmapActions.Merge(("n", "b"), ("n", "c")),
        ]),
        new SnapshotSaveCommand("j", "t", "n", ["n"]), new SnapshotLoadCommand("j", "t", "n", ["n"]), new SnapshotDeleteCommand("j", "t", ["n"]),
        new QueryCpusFastCommand(), new QueryIothreadsCommand(), new QueryMemorySizeSummaryCommand(),
        new QueryBalloonCommand(), new BalloonCommand(1), new QueryUuidCommand(), new QueryNameCommand(),
        new QueryKvmCommand(), new QueryTargetCommand(), new QueryMachinesCommand(),
        new QueryCpuDefinitionsCommand(),
        new QueryCpuModelExpansionCommand(CpuExpansion.Full, "max", Object("""{"aes": false}""")),
        new QueryCommandsCommand(), new QueryQmpSchemaCommand(), new QueryCommandLineOptionsCommand("drive"),
        new QomListTypesCommand("device", true), new QomGetCommand("/machine", "type"),
        new QomSetCommand("/machine", "x", Object("{}")),
        new DeviceAddCommand(new JsonObject { ["driver"] = "x", ["id"] = "y", ["bus"] = "z" }),
        new DeviceDelCommand("y"), new HumanMonitorCommand("info status", 0),
    ];

    /// <summary>The arguments that a command writes; an empty object for none.</summary>
    public static JsonElement ArgumentsOf(QmpCommand command)
    {
        var buffer = Lodge.Qmp.Wire.CommandEncoder.Encode(command, 1);
        using var line = JsonDocument.Parse(buffer.Written);
        return line.RootElement.TryGetProperty("arguments", out var arguments) ? arguments.Clone() : Object("{}");
    }

    private static MigrationParameters EveryParameter() => new()
    {
        MaxBandwidth = 1, DowntimeLimit = 1, MaxPostcopyBandwidth = 1, MultifdChannels = 1,
        MultifdCompression = "none", XbzrleCacheSize = 1, ThrottleTriggerThreshold = 1, CpuThrottleInitial = 1,
        CpuThrottleIncrement = 1, MaxCpuThrottle = 1, TlsCreds = "", TlsHostname = "", TlsAuthz = "",
    };

    private static JsonElement Object(string json) => JsonElement.Parse(json);
}
