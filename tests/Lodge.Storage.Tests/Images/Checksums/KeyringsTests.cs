using Lodge.Model.Images;
using Lodge.Storage.Images;
using Lodge.Storage.Images.Checksums;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Tests.Images.Checksums;

/// <summary>Signatures by a key that is made for the test, checked by the real gpgv.</summary>
public sealed class KeyringsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lodge-keys-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_signature_is_good_only_by_a_key_of_the_vendor_and_over_the_same_text()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/gpg") && File.Exists("/usr/bin/gpgv"), "gpg and gpgv are not installed.");
        var keys = Directory.CreateDirectory(Path.Combine(_root.FullName, "keys")).FullName;
        var fingerprint = await MakeKeyAsync(Path.Combine(keys, "vendor.gpg"));
        var text = Path.Combine(_root.FullName, "SUMS");
        await File.WriteAllTextAsync(text, "0123  disk\n", Stop);
        await GpgAsync("--detach-sign", "--output", text + ".sig", text);
        await GpgAsync("--clearsign", "--output", text + ".asc", text);
        var rings = new Keyrings([keys]);

        Assert.Equal(new GpgVerdict(SignatureOutcome.Good, fingerprint, false), await rings.CheckAsync(text, text + ".sig", [fingerprint], Stop));
        Assert.Equal(new GpgVerdict(SignatureOutcome.Good, fingerprint, false), await rings.CheckAsync(text + ".asc", null, [fingerprint], Stop));
        Assert.Equal(new GpgVerdict(SignatureOutcome.Unchecked, null, false), await rings.CheckAsync(text, text + ".sig", [new string('A', 40)], Stop));
        Assert.Equal(new GpgVerdict(SignatureOutcome.Unchecked, null, false), await new Keyrings([_root.FullName]).CheckAsync(text, text + ".sig", [fingerprint], Stop));

        await File.WriteAllTextAsync(text, "4567  disk\n", Stop);
        Assert.True((await rings.CheckAsync(text, text + ".sig", [fingerprint], Stop)).IsBad);
    }

    private async Task<string> MakeKeyAsync(string keyring)
    {
        await GpgAsync("--passphrase", "", "--quick-generate-key", "vendor@example.org", "ed25519", "sign", "never");
        await GpgAsync("--output", keyring, "--export");
        var listed = await GpgAsync("--with-colons", "--list-keys");
        return listed.Split('\n').First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];
    }

    private async Task<string> GpgAsync(params string[] arguments)
    {
        var home = Directory.CreateDirectory(Path.Combine(_root.FullName, "home"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var result = await new HostTool("gpg", "gpg").RunAsync(["--homedir", home, "--batch", "--no-tty", "--pinentry-mode", "loopback", .. arguments], _root.FullName, Stop);
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output;
    }
}
