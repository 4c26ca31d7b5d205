using Lodge.Model.Host;
using Lodge.Qemu.Firmware;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lodge.Qemu.Tests.Firmware;

public sealed class FirmwareCatalogueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-firmware-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Later_folder_replaces_by_name_and_hides_by_an_empty_file()
    {
        Write("share", "50-a.json", Description("a"));
        Write("share", "60-b.json", Description("b"));
        Write("share", "70-c.json", Description("c"));
        Write("etc", "60-b.json", "");
        Write("etc", "70-c.json", Description("mine"));
        Write("etc", "10-first.json", Description("first"));
        Assert.Equal(["first", "a", "mine"], Catalogue().Read().Select(firmware => firmware.Description));
    }

    [Fact]
    public void Change_of_a_description_is_noticed()
    {
        Write("share", "50-a.json", Description("a"));
        var catalogue = Catalogue();
        var first = catalogue.Read();
        Assert.Same(first, catalogue.Read());
        Write("share", "50-a.json", Description("other"));
        Assert.Equal("other", Assert.Single(catalogue.Read()).Description);
        File.Delete(Path.Combine(_folder, "code"));
        Assert.Empty(catalogue.Read());
    }

    [Fact]
    public void Description_that_makes_no_sense_is_passed_over()
    {
        Write("share", "10-broken.json", "{");
        Write("share", "20-other.json", """{"description": "no mapping"}""");
        Write("share", "30-kernel.json", Description("kernel").Replace("flash", "kernel"));
        Write("share", "40-good.json", Description("good"));
        Assert.Equal("good", Assert.Single(Catalogue().Read()).Description);
    }

    [Fact]
    public void Descriptions_of_this_host_are_read()
    {
        var folders = FirmwareCatalogue.StandardFolders(privileged: true);
        Assert.SkipUnless(folders.Any(folder => Directory.Exists(folder) && Directory.GetFiles(folder, "*x86_64*").Length > 0), "No firmware is described on this host (apt install ovmf).");
        var plain = FirmwareSelection.Choose(
            new FirmwareWish { MachineName = "pc-q35-7.2" }, new FirmwareCatalogue(folders, NullLogger<FirmwareCatalogue>.Instance).Read());
        Assert.Equal(FirmwareMapping.SplitFlash, plain.Mapping);
        Assert.True(File.Exists(plain.VarsTemplate));
    }

    private FirmwareCatalogue Catalogue() => new(
        [Path.Combine(_folder, "share"), Path.Combine(_folder, "etc"), "/nowhere"], NullLogger<FirmwareCatalogue>.Instance);

    private void Write(string folder, string name, string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder, folder));
        File.WriteAllText(Path.Combine(_folder, "code"), "");
        File.WriteAllText(Path.Combine(_folder, folder, name), text);
    }

    private string Description(string name) => $$$"""
        {"description": "{{{name}}}", "interface-types": ["uefi"], "tags": [],
         "mapping": {"device": "flash", "executable": {"filename": "{{{_folder}}}/code", "format": "raw"},
                     "nvram-template": {"filename": "{{{_folder}}}/code", "format": "raw"}},
         "targets": [{"architecture": "x86_64", "machines": ["pc-q35-*"]}], "features": ["secure-boot"]}
        """;
}
