using Lodge.Qemu.Companions.SharedFolders;

namespace Lodge.Qemu.Tests.Companions;

public sealed class VirtiofsdDiscoveryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lodge-virtiofsd-").FullName;

    [Fact]
    public void Program_is_found_by_its_description_and_told_from_its_namesake()
    {
        var (rust, c) = (File("new", "usage: --shared-dir <DIR>"), File("old", "usage: -o source=PATH"));
        var folder = Directory.CreateDirectory(Path.Combine(_root, "vhost-user")).FullName;
        File("vhost-user/10-broken.json", "{");
        File("vhost-user/20-gpu.json", $$"""{"description":"x","type":"gpu","binary":"{{c}}"}""");
        File("vhost-user/30-gone.json", """{"description":"x","type":"fs","binary":"/nowhere/virtiofsd"}""");
        var description = File("vhost-user/50-virtiofsd.json", $$"""{"description":"x","type":"fs","binary":"{{rust}}","features":[]}""");

        Assert.Equal(new VirtiofsdProgram(rust, VirtiofsdDialect.Rust), VirtiofsdDiscovery.Find(["/nonexistent", folder], [c]));
        System.IO.File.Delete(description);
        Assert.Equal(new VirtiofsdProgram(c, VirtiofsdDialect.C), VirtiofsdDiscovery.Find([folder], ["/nonexistent", c]));
        Assert.Null(VirtiofsdDiscovery.Find([folder], []));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string File(string name, string contents)
    {
        var path = Path.Combine(_root, name);
        System.IO.File.WriteAllText(path, contents);
        return path;
    }
}
