namespace Lodge.Qemu.Planning.Devices;

/// <summary>
/// What a device needs on the host's side and what exists before it: an object, a character device, a network, a
/// block node. At start it is an option, later a command of the monitor.
/// </summary>
/// <param name="Id">Its id; of a block node the node's name, at most 31 characters.</param>
internal abstract record PlannedBackend(string Id)
{
    /// <summary>The option, with its dash.</summary>
    public abstract string Option { get; }

    /// <summary>The command that makes it.</summary>
    public abstract PlannedCommand Add { get; }

    /// <summary>The command that takes it away.</summary>
    public abstract PlannedCommand Remove { get; }

    /// <summary>The value of the option.</summary>
    public abstract string ToArgument(DescriptorNames names);
}

/// <summary>A command of the monitor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record PlannedCommand(string Name, OptionMap Arguments);

/// <summary>An object (<c>object-add</c>).</summary>
/// <param name="Type">Its <c>qom-type</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Options">Its properties.</param>
internal sealed record PlannedObject(string Type, string Id, OptionMap Options) : PlannedBackend(Id)
{
    public override string Option => "-object";

    public override PlannedCommand Add => new("object-add", [("qom-type", Type), ("id", Id), .. Options]);

    public override PlannedCommand Remove => new("object-del", [("id", Id)]);

    public override string ToArgument(DescriptorNames names) =>
        Options.Behind(("id", Id)).ToArgument("qom-type", Type, names);
}

/// <summary>A network (<c>netdev_add</c>).</summary>
/// <param name="Type">Its type.</param>
/// <param name="Id">Its id.</param>
/// <param name="Options">Its other options.</param>
/// <param name="Data">The same as the monitor's schema has them, where that differs.</param>
internal sealed record PlannedNetdev(string Type, string Id, OptionMap Options, OptionMap? Data = null) : PlannedBackend(Id)
{
    public override string Option => "-netdev";

    public override PlannedCommand Add => new("netdev_add", [("type", Type), ("id", Id), .. Data ?? Options]);

    public override PlannedCommand Remove => new("netdev_del", [("id", Id)]);

    public override string ToArgument(DescriptorNames names) =>
        Options.Behind(("id", Id)).ToArgument("type", Type, names);
}

/// <summary>A block node (<c>blockdev-add</c>). Always JSON, the only notation that can say <c>"backing": null</c>.</summary>
/// <param name="Driver">Its driver.</param>
/// <param name="Id">Its node name, at most 31 characters.</param>
/// <param name="Options">Its other options.</param>
internal sealed record PlannedNode(string Driver, string Id, OptionMap Options) : PlannedBackend(Id)
{
    public override string Option => "-blockdev";

    public override PlannedCommand Add => new("blockdev-add", [("driver", Driver), ("node-name", Id), .. Options]);

    public override PlannedCommand Remove => new("blockdev-del", [("node-name", Id)]);

    public override string ToArgument(DescriptorNames names) => Add.Arguments.ToJson(names);
}

/// <summary>A character device (<c>chardev-add</c>), whose options are flat on the command line and nested in the monitor.</summary>
/// <param name="Type">Its type on the command line.</param>
/// <param name="Id">Its id.</param>
/// <param name="Options">Its other options on the command line.</param>
/// <param name="Data">The same as the schema has them, ChardevBackend's <c>data</c> (qapi/char.json in QEMU's tree).</param>
/// <param name="SchemaType">Its type in the schema, when it has another name there.</param>
internal sealed record PlannedChardev(string Type, string Id, OptionMap Options, OptionMap Data, string? SchemaType = null)
    : PlannedBackend(Id)
{
    public override string Option => "-chardev";

    public override PlannedCommand Add => new(
        "chardev-add", [("id", Id), ("backend", OptionMap.Of(("type", SchemaType ?? Type), ("data", Data)))]);

    public override PlannedCommand Remove => new("chardev-remove", [("id", Id)]);

    public override string ToArgument(DescriptorNames names) =>
        Options.Behind(("id", Id)).ToArgument("backend", Type, names);
}
