using System.Text;
using Lodge.Api.Contracts;
using Lodge.Api.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Api.Tests.Errors;

public sealed class JsonErrorsTests
{
    private const string DiskFields = "The fields of a disk: name, device, source, format, encryption, readOnly, shareable, bus, virtio,";

    [Theory]
    [InlineData("""{"name":"a","memroy":{}}""", "'memroy' is not a field of a VM definition; did you mean 'memory'?")]
    [InlineData("""{"name":"a","Memory":{}}""", "'Memory' is not a field of a VM definition; did you mean 'memory'?")]
    [InlineData("""{"name":"a","zzz":1}""", "'zzz' is not a field of a VM definition.")]
    [InlineData("""{"name":"a","memory":{"size":"1G","sise":"1G"}}""", "'memory.sise' is not a field of a memory definition; did you mean 'size'?")]
    [InlineData("""{"name":"a","memory":{"size":"lots"}}""", "'memory.size' must be a size such as \"512MiB\", or a number of bytes, not \"lots\".")]
    [InlineData("""{"name":"a","memory":{"size":-1}}""", "'memory.size' must be a size such as \"512MiB\", or a number of bytes, not -1.")]
    [InlineData("""{"name":"a","memory":"1G"}""", "'memory' must be an object in braces, not \"1G\".")]
    [InlineData("""{"name":"a","cpu":{"count":"2"}}""", "'cpu.count' must be a whole number of at most 2147483647, not \"2\".")]
    [InlineData("""{"name":"a","cpu":{"count":1.5}}""", "'cpu.count' must be a whole number of at most 2147483647, not 1.5.")]
    [InlineData("""{"name":"a","cpu":{"count":99999999999}}""", "'cpu.count' must be a whole number of at most 2147483647, not 99999999999.")]
    [InlineData("""{"name":"a","autostart":"yes"}""", "'autostart' must be true or false, not \"yes\".")]
    [InlineData("""{"name":1}""", "'name' must be a text in quotes, not 1.")]
    [InlineData("""{"name":null}""", "'name' must not be null.")]
    [InlineData("""{"name":"a","autostart":null}""", "'autostart' must not be null.")]
    [InlineData("""{"name":"a","id":"12"}""", "'id' must be an id such as \"7c9e6679-7425-40de-944b-e07fc1f90ae7\", not \"12\".")]
    [InlineData("""{"name":"a","onCrash":"destory"}""", "'onCrash' must be \"destroy\", \"restart\" or \"preserve\", not \"destory\"; perhaps \"destroy\" is meant.")]
    [InlineData("""{"name":"a","onCrash":0}""", "'onCrash' must be \"destroy\", \"restart\" or \"preserve\", not 0.")]
    [InlineData("""{"title":"a"}""", "'name' is missing; a VM definition needs it.")]
    [InlineData("""{"name":"a","name":"b"}""", "'name' is there twice.")]
    [InlineData("""{"name":"a","disks":{}}""", "'disks' must be a list in square brackets, not an object.")]
    [InlineData("""{"name":"a","disks":[null]}""", "'disks[0]' must be an object in braces, not null.")]
    [InlineData("""{"name":"a","disks":[{"source":{"path":"/a"}}]}""", "'disks[0].source.type' is missing.")]
    [InlineData("""{"name":"a","disks":[{"source":{"type":"fiel","path":"/a"}}]}""", "'disks[0].source.type' must be \"file\", \"block\", \"volume\", \"nfs\", \"iscsi\", \"rbd\", \"http\" or \"nbd\", not \"fiel\".")]
    [InlineData("""{"name":"a","disks":[{"source":{"type":"file"}}]}""", "'disks[0].source.path' is missing; a disk's source of type file needs it.")]
    [InlineData("""{"name":"a","disks":[{"source":{"type":"file","pathh":"/a","path":"/a"}}]}""", "'disks[0].source.pathh' is not a field of a disk's source of type file; did you mean 'path'?")]
    [InlineData("""{"name":"a","disks":[{"io":"io_urnig"}]}""", "'disks[0].io' must be \"threads\", \"native\" or \"io_uring\", not \"io_urnig\"; perhaps \"io_uring\" is meant.")]
    [InlineData("""{"name":"a","disks":[{"throttle":{"totalBites":1}}]}""", "'disks[0].throttle.totalBites' is not a field of a disk's throttle; did you mean 'totalBytes'?")]
    [InlineData("""{"name":"a","tuning":{"ioThreads":[{}]}}""", "'tuning.ioThreads[0].id' is missing; an I/O thread needs it.")]
    [InlineData("""{"name":"a","nics":[{"address":{"type":"pci","bus":1,"slot":0,"funktion":1}}]}""", "'nics[0].address.funktion' is not a field of a PCI address; did you mean 'function'?")]
    [InlineData("""{"name":"a","watchdogs":[{"model":"itcoo"}]}""", "'watchdogs[0].model' must be \"i6300esb\", \"ib700\" or \"itco\", not \"itcoo\"; perhaps \"itco\" is meant.")]
    [InlineData("""{"name":"a","graphics":[{"passwordExpires":"tomorrow"}]}""", "'graphics[0].passwordExpires' must be a time such as \"2027-01-31T18:00:00Z\", not \"tomorrow\".")]
    [InlineData("[]", "The body must be an object in braces, not a list.")]
    [InlineData("null", "The body must be an object in braces, not null.")]
    [InlineData("{\n  \"name\": \"a\",\n  memory: 1\n}", "The body is not JSON, at line 3, column 3: 'm' is an invalid start of a property name. Expected a '\"'.")]
    [InlineData("""{"name":"a"} x""", "The body is not JSON, at line 1, column 14: 'x' is invalid after a single JSON value. Expected end of data.")]
    public void A_flaw_is_told_with_its_place(string json, string message)
    {
        var e = Assert.Throws<LodgeException>(() => Read(json));

        Assert.Equal((ErrorCode.InvalidArgument, message), (e.Error.Code, e.Message));
        Assert.False(string.IsNullOrEmpty(e.Error.Remedy));
    }

    [Fact]
    public void A_choice_that_is_written_with_underscores_is_read() =>
        Assert.Equal(DiskIo.IoUring, Read("""{"name":"a","disks":[{"io":"io_uring"}]}""").Disks[0].Io);

    [Fact]
    public void An_unknown_field_is_answered_with_all_fields_there_are()
    {
        var e = Assert.Throws<LodgeException>(() => Read("""{"name":"a","disks":[{"source":{"type":"file","path":"/a"},"size":1}]}"""));

        Assert.StartsWith(DiskFields, e.Error.Remedy);
    }

    [Fact]
    public void Several_flaws_are_told_at_once()
    {
        var e = Assert.Throws<LodgeException>(() => Read("""{"memroy":{},"cpu":{"count":"x"}}"""));

        Assert.StartsWith("The body has 3 mistakes. 'memroy' is not", e.Message);
        Assert.EndsWith("'name' is missing; a VM definition needs it.", e.Message);
    }

    [Fact]
    public void Text_that_is_not_UTF8_half_a_surrogate_pair_and_deep_nesting_are_refused()
    {
        Assert.Contains("not UTF-8", Assert.Throws<LodgeException>(() => JsonErrors.Read(new byte[] { 0xC3, 0x28 }, ApiJson.Default.VmDefinition)).Message);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<LodgeException>(() => Read("""{"name":"\ud800"}""")).Error.Code);
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<LodgeException>(() => Read("""{"\ud800":1}""")).Error.Code);
        Assert.Contains("depth", Assert.Throws<LodgeException>(() => Read(new string('[', 1000))).Message);
    }

    [Fact]
    public void A_huge_number_of_flaws_is_told_in_few_words()
    {
        var fields = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"f{i}\":1"));

        var e = Assert.Throws<LodgeException>(() => Read($"{{{fields}}}"));

        Assert.InRange(e.Message.Length + e.Error.Remedy!.Length, 0, 2000);
    }

    [Fact]
    public void A_whole_definition_is_read()
    {
        var definition = Read(
            """
            {"name":"a","memory":{"size":"1.5GiB"},"disks":[{"source":{"path":"/a","type":"file"},"format":null}],
             "nics":[{"source":{"type":"user"},"mac":"52:54:00:12:34:56"}],"serials":[{}],"onCrash":"preserve"}
            """);

        Assert.Equal((ByteSize.FromMiB(1536), LifecycleAction.Preserve), (definition.Memory.Size, definition.OnCrash));
        Assert.Equal("/a", Assert.IsType<FileDiskSource>(definition.Disks[0].Source).Path);
    }

    [Fact]
    public void A_field_that_is_left_out_has_the_same_default_as_in_code()
    {
        Assert.Equal(new ShutDownVm(), JsonErrors.Read("{}"u8.ToArray(), ApiJson.Default.ShutDownVm));
        Assert.Equal(new RebootVm(), JsonErrors.Read("{}"u8.ToArray(), ApiJson.Default.RebootVm));
        Assert.Equivalent(new VmDefinition { Name = "a" }, Read("""{"name":"a"}"""), strict: true);
    }

    private static VmDefinition Read(string json) => JsonErrors.Read(Encoding.UTF8.GetBytes(json), ApiJson.Default.VmDefinition);
}
