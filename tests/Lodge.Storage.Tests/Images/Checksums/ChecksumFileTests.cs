using Lodge.Model.Images;
using Lodge.Storage.Images.Checksums;

namespace Lodge.Storage.Tests.Images.Checksums;

public sealed class ChecksumFileTests
{
    private static readonly string Hex256 = new('a', 64);
    private static readonly string Hex512 = new('b', 128);

    public static TheoryData<string> Notations =>
    [
        $"{Hex256}  disk.qcow2\n{new string('c', 64)}  other.qcow2",
        $"{Hex256} *disk.qcow2",
        $"# disk.qcow2: 1 bytes\nSHA256 (disk.qcow2) = {Hex256.ToUpperInvariant()}\n",
        $"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSHA256 (disk.qcow2) = {Hex256}\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n-----END PGP SIGNATURE-----",
        $"{Hex256}  ./images/disk.qcow2",
        Hex256,
    ];

    [Theory]
    [MemberData(nameof(Notations))]
    public void A_digest_is_found_in_each_notation(string text) =>
        Assert.Equal((DigestKind.Sha256, Hex256), ChecksumFile.Find(text, "disk.qcow2", null));

    [Fact]
    public void The_stronger_digest_wins_unless_one_is_asked_for()
    {
        var text = $"SHA256 (disk.qcow2) = {Hex256}\nSHA512 (disk.qcow2) = {Hex512}";

        Assert.Equal((DigestKind.Sha512, Hex512), ChecksumFile.Find(text, "disk.qcow2", null));
        Assert.Equal((DigestKind.Sha256, Hex256), ChecksumFile.Find(text, "disk.qcow2", DigestKind.Sha256));
    }

    [Theory]
    [InlineData("")]
    [InlineData("deadbeef  disk.qcow2")]
    [InlineData("<html>not found</html>")]
    public void Nonsense_has_no_digest(string text) => Assert.Null(ChecksumFile.Find(text, "disk.qcow2", null));

    [Fact]
    public void A_digest_of_another_file_does_not_count() => Assert.Null(ChecksumFile.Find($"{Hex256}  disk.qcow2.zsync", "disk.qcow2", null));
}
