using System.Text.Json.Serialization.Metadata;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;
using Lodge.Qmp.Tests.Commands;

namespace Lodge.Qmp.Tests.Qemu;

/// <summary>
/// Holds every name that this project writes or reads against the protocol as the installed QEMU describes it: a
/// mistyped name would otherwise read as nothing for ever.
/// </summary>
public sealed class QmpSchemaTests
{
    // The longest enumeration that is read has 17 names.
    private const int EnumRounds = 20;

    // Names that QEMU has only since 8.0: absent here, and rightly so.
    private static readonly HashSet<string> Newer = ["acpi", "deprecated-props", "qom-path", "GUEST_PVSHUTDOWN"];

    [Fact]
    public async Task Every_command_and_argument_is_in_qemus_schema()
    {
        var schema = await ReadSchemaAsync();
        using var file = File.OpenHandle("/dev/null");
        foreach (var command in AllCommands.Create(file))
        {
            Assert.True(schema.Has(command.Name), $"QEMU has no command '{command.Name}'");
            var written = AllCommands.ArgumentsOf(command).EnumerateObject().Select(member => member.Name).ToHashSet();
            var strange = written.Except(schema.ArgumentsOf(command.Name));
            Assert.True(!strange.Any(), $"'{command.Name}' does not take: {string.Join(", ", strange)}");
            var missing = schema.RequiredArgumentsOf(command.Name).Except(written);
            Assert.True(!missing.Any(), $"'{command.Name}' needs: {string.Join(", ", missing)}");
        }
    }

    [Fact]
    public async Task Every_member_of_every_answer_is_read_under_its_name()
    {
        var schema = await ReadSchemaAsync();
        using var file = File.OpenHandle("/dev/null");
        var check = new NameCheck(Newer);
        foreach (var command in AllCommands.Create(file))
        {
            var info = ReplyInfoOf(command);
            for (var n = 0; n < EnumRounds; n++)
            {
                check.Read(command.Name, schema.SampleAnswer(command.Name, n), info);
            }
        }

        Assert.Empty(check.NeverSent);
    }

    [Fact]
    public async Task Every_member_of_every_event_is_read_under_its_name()
    {
        var schema = await ReadSchemaAsync();
        var check = new NameCheck(Newer);
        foreach (var (name, info) in EventTable.Types.Where(pair => !Newer.Contains(pair.Key)))
        {
            Assert.True(schema.Has(name), $"QEMU has no event '{name}'");
            for (var n = 0; n < EnumRounds; n++)
            {
                check.Read(name, schema.SampleEvent(name, n), info);
            }
        }

        Assert.Empty(check.NeverSent);
    }

    [Fact]
    public void Every_typed_command_is_covered_here()
    {
        using var file = File.OpenHandle("/dev/null");
        var covered = AllCommands.Create(file).Select(command => command.GetType()).ToHashSet();
        var missing = typeof(QmpCommand).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(QmpCommand)) && !type.IsAbstract && type != typeof(RawCommand)
                && type.Namespace != "Lodge.Qmp.Agent.Commands")
            .Except(covered);
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_event_type_has_a_name()
    {
        var named = EventTable.Types.Values.Select(info => info.Type);
        var missing = typeof(QmpEvent).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(QmpEvent)) && type != typeof(UnknownEvent))
            .Except(named);
        Assert.Empty(missing);
    }

    private static async Task<QmpSchema> ReadSchemaAsync()
    {
        await using var qemu = await RealQemu.StartAsync();
        await using var client = await qemu.ConnectAsync();
        return new QmpSchema(await client.ExecuteAsync(new QueryQmpSchemaCommand()));
    }

    private static JsonTypeInfo ReplyInfoOf(QmpCommand command) =>
        (JsonTypeInfo)command.GetType()
            .GetProperty("ReplyInfo", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!
            .GetValue(command)!;
}
