using Lodge.Qemu.Planning;
using Lodge.Qemu.Planning.Additions;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Tests.Planning.Devices;

public class PlannedDeviceTests
{
    private static readonly DeviceDescriptor Socket = new("serial0", new ListeningSocket("/run/serial0.sock"));
    private static readonly DeviceDescriptor Log = new("log0", new OpenedFile("/log", FileOpening.Append));

    private static readonly PlannedDevice Device = new()
    {
        Id = "port0",
        Backends =
        [
            new PlannedChardev(
                "socket",
                "serial0",
                [("fd", new DescriptorValue(DescriptorForm.Number, Socket)), ("server", true), ("logfile", new DescriptorValue(DescriptorForm.Set, Log))],
                [
                    ("addr", OptionMap.Of(("type", "fd"), ("data", OptionMap.Of(("str", new DescriptorValue(DescriptorForm.Number, Socket)))))),
                    ("server", true),
                    ("logfile", new DescriptorValue(DescriptorForm.Set, Log)),
                ]),
            new PlannedNode("qcow2", "top", [("file", "below"), ("backing", new NullValue()), ("read-only", false)]),
            new PlannedObject("memory-backend-ram", "mem0", [("size", 1L << 30), ("host-nodes", new ListValue([new NumberValue(0)]))]),
            new PlannedNetdev("user", "net0", [("restrict", null), ("hostname", "a,b")]),
        ],
        Driver = "isa-serial",
        Properties = [("chardev", "serial0"), ("index", 0), ("iobase", null)],
    };

    [Fact]
    public void At_start_a_device_is_options_with_descriptors_by_number()
    {
        var plan = new PlanBuilder(QemuAdditions.None);
        plan.Add(Device);
        Assert.Equal(
            [
                "-add-fd fd=4,set=4,opaque=log0",
                "-chardev socket,id=serial0,fd=3,server=on,logfile=/dev/fdset/4",
                """-blockdev {"driver":"qcow2","node-name":"top","file":"below","backing":null,"read-only":false}""",
                """-object {"qom-type":"memory-backend-ram","id":"mem0","size":1073741824,"host-nodes":[0]}""",
                "-netdev user,id=net0,hostname=a,,b",
                "-device isa-serial,id=port0,chardev=serial0,index=0",
            ],
            plan.Arguments.Select(argument => argument.ToString()));
        Assert.Equal(new PlannedDescriptor(3, "serial0", Socket.Source), plan.Descriptors[0]);
    }

    [Fact]
    public void Plugged_in_it_is_commands_with_descriptors_by_name()
    {
        static string Names(DeviceDescriptor descriptor, DescriptorForm form) =>
            form == DescriptorForm.Number ? descriptor.Label : "/dev/fdset/77";
        Assert.Equal(
            [
                """chardev-add {"id":"serial0","backend":{"type":"socket","data":{"addr":{"type":"fd","data":{"str":"serial0"}},"server":true,"logfile":"/dev/fdset/77"}}}""",
                """blockdev-add {"driver":"qcow2","node-name":"top","file":"below","backing":null,"read-only":false}""",
                """object-add {"qom-type":"memory-backend-ram","id":"mem0","size":1073741824,"host-nodes":[0]}""",
                """netdev_add {"type":"user","id":"net0","hostname":"a,b"}""",
                """device_add {"driver":"isa-serial","id":"port0","chardev":"serial0","index":0}""",
            ],
            Device.Backends.Select(backend => backend.Add).Append(Device.Add!)
                .Select(command => $"{command.Name} {command.Arguments.ToJson(Names)}"));
        Assert.Equal([(Socket, DescriptorForm.Number), (Log, DescriptorForm.Set)], Device.Descriptors);
    }
}
