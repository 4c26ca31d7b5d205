using Lodge.Engine.Images.CloudInit;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.TestSupport;

namespace Lodge.Engine.Tests.Images;

public sealed class CloudInitSeedTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHwk0000000000000000000000000000000000000000 ann@desk";

    private static readonly Guid Vm = new("01890a5d-ac96-774b-bcce-b302099a8057");

    public static TheoryData<string, CloudInitSettings> Wishes => new()
    {
        { "nothing", new() },
        { "usual-user", new() { SshKeys = [Key], PasswordHash = "$6$salt$hash", Hostname = "web1.example.org" } },
        { "own-user", new() { User = "ann", SshKeys = [Key], Packages = ["nginx", "curl"], Commands = ["echo \"a: b\" # no comment", "printf '%s\\n' 'ä'\nreboot"] } },
        { "own-files", new() { UserData = "#cloud-config\nusers: []\n", VendorData = "#cloud-config\n{}\n", NetworkConfig = "# eth\nversion: 2\nethernets: {all: {match: {name: \"e*\"}, dhcp4: true}}\n", MetaData = "instance-id: x\n" } },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public void Files_say_what_was_asked_for(string name, CloudInitSettings settings)
    {
        CloudInitCheck.ThrowIfFlawed(settings);

        var files = CloudInitSeed.Files(Vm, "web1", settings);

        Golden.Compare($"Golden/{name}.txt", string.Concat(files.Select(file => $"==> {file.Key} <==\n{file.Value}")));
    }

    public static TheoryData<string, CloudInitSettings> Flaws => new()
    {
        { "exclude each other", new() { UserData = "#cloud-config\n", Packages = ["x"] } },
        { "no user's name", new() { User = "root: x" } },
        { "no host's name", new() { Hostname = "a b" } },
        { "private key", new() { SshKeys = ["-----BEGIN OPENSSH PRIVATE KEY-----"] } },
        { "no public key", new() { SshKeys = [$"{Key}\n- evil"] } },
        { "must be hashed", new() { PasswordHash = "secret" } },
        { "begins with nothing", new() { UserData = "packages: [nginx]\n" } },
        { "Line 3 of the user-data is no YAML", new() { UserData = "#cloud-config\nusers:\n\t- ann\n" } },
        { "Line 2 of the user-data is no key with a value", new() { UserData = "#cloud-config\nusers ann\n" } },
        { "Line 2 of the user-data is no YAML: a bracket", new() { UserData = "#cloud-config\npackages: [nginx\nruncmd: []\n" } },
        { "Line 4 of the user-data is no YAML", new() { UserData = "#cloud-config\nusers:\n  - name: ann\n   shell: /bin/sh\n" } },
        { "Line 3 of the user-data has the key 'runcmd' a second time", new() { UserData = "#cloud-config\nruncmd: [a]\nruncmd: [b]\n" } },
        { "Line 1 of the network-config is no key with a value", new() { NetworkConfig = "- eth0\n" } },
        { "Line 2 of the meta-data begins a second document", new() { MetaData = "a: 1\n---\nb: 2\n" } },
        { "Line 1 of the network-config is nested more than 50 levels deep", new() { NetworkConfig = $"a: {new string('[', 60)}{new string(']', 60)}\n" } },
        { "of the meta-data is no YAML", new() { MetaData = "a: &x 1\nc: *x\nb: \"open\n" } },
    };

    [Theory]
    [MemberData(nameof(Flaws))]
    public void What_cloud_init_would_stumble_over_is_refused(string message, CloudInitSettings settings)
    {
        var refused = Assert.Throws<LodgeException>(() => CloudInitCheck.ThrowIfFlawed(settings));

        Assert.Equal(ErrorCode.InvalidArgument, refused.Error.Code);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
