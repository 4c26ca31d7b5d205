using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;os&gt;&lt;type arch machine&gt;</c>: the board.</summary>
internal static class MachineSection
{
    private static readonly (MachineType Type, string Plain, string Versioned)[] s_boards =
    [
        (MachineType.Q35, "q35", "pc-q35-"),
        (MachineType.Pc, "pc", "pc-i440fx-"),
        (MachineType.Microvm, "microvm", "microvm-"),
    ];

    /// <summary>Reads the board; without one it is libvirt's default, <c>pc</c>.</summary>
    public static MachineDefinition Read(Element root)
    {
        var type = root.NeedChild("os").NeedChild("type");
        if (type.Text != "hvm")
        {
            throw type.Unsupported($"the operating system type '{type.Text}'");
        }

        type.Accept("arch", "x86_64");
        return type.Attr("machine") is { } machine ? Parse(machine, type) : new MachineDefinition { Type = MachineType.Pc };
    }

    public static void Write(XmlOut output, WriteContext context)
    {
        using var type = output.Element("type");
        output.Attr("arch", "x86_64").Attr("machine", context.Live?.MachineName ?? Name(context.Vm.Machine));
        output.Text("hvm");
    }

    private static MachineDefinition Parse(string machine, Element type)
    {
        foreach (var board in s_boards)
        {
            if (machine == board.Plain)
            {
                return new MachineDefinition { Type = board.Type };
            }

            if (machine.StartsWith(board.Versioned, StringComparison.Ordinal) && machine.Length > board.Versioned.Length)
            {
                return new MachineDefinition { Type = board.Type, Version = machine[board.Versioned.Length..] };
            }
        }

        throw type.Unsupported($"the machine type '{machine}'");
    }

    private static string Name(MachineDefinition machine)
    {
        var board = s_boards.First(candidate => candidate.Type == machine.Type);
        return machine.Version is null ? board.Plain : board.Versioned + machine.Version;
    }
}
