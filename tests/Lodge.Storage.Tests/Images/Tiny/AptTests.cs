using Lodge.Storage.Images;
using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Tests.Images.Tiny;

public sealed class AptTests
{
    [Fact]
    public void Records_of_apt_cache_are_read_with_the_kernel_they_stand_for()
    {
        var records = AptRecord.Parse(
            """
            Package: linux-image-cloud-amd64
            Version: 6.1.192-2
            Depends: linux-image-6.1.0-56-cloud-amd64 (= 6.1.192-2)
            Description: Linux for x86-64 cloud
             Depends: not a field of its own
            Size: 1504
            SHA256: 00be

            Package: busybox-static
            Version: 1:1.35.0-4
            Size: 928188

            """);

        Assert.Equal(["linux-image-cloud-amd64", "busybox-static"], records.Select(record => record.Name));
        Assert.Equal(new ImagePackage("linux-image-6.1.0-56-cloud-amd64", "6.1.192-2"), records[0].VersionedKernel);
        Assert.Equal((1504, "00be"), (records[0].Size, records[0].Sha256));
        Assert.Equal(("1:1.35.0-4", null), (records[1].Version, records[1].VersionedKernel));
    }

    [Fact]
    public void Dependencies_of_a_record_are_named_without_versions_and_alternatives()
    {
        var record = new AptRecord("a", "1", "libc6 (>= 2.34), libgcc-s1 | libgcc1, python3:any, libc6 (<< 3)", 0, "");

        Assert.Equal(["libc6", "libgcc-s1", "python3"], record.DependsOn);
    }

    [Theory]
    [InlineData("E: Failed to fetch http://d/x.deb  404  Not Found [IP: 1.2.3.4 80]", ImageBuildFault.PackageListsOutdated)]
    [InlineData("E: Failed to fetch http://d/x.deb  Temporary failure resolving 'd'", ImageBuildFault.NetworkUnreachable)]
    [InlineData("E: Failed to fetch http://d/x.deb  Could not connect to d:80", ImageBuildFault.NetworkUnreachable)]
    [InlineData("E: You don't have enough free space in /x.", ImageBuildFault.DownloadFailed)]
    [InlineData("", ImageBuildFault.DownloadFailed)]
    public void Failure_of_a_download_is_told_from_what_apt_prints(string errors, ImageBuildFault fault)
    {
        var failure = AptFailure.OfDownload([new AptRecord("busybox-static", "1", "", 0, "")], errors);

        Assert.Equal(fault, failure.Fault);
        Assert.StartsWith("busybox-static 1 could not be downloaded", failure.Message);
        Assert.NotEmpty(failure.Remedy);
    }

    [Theory]
    [InlineData(true, "ID=debian")]
    [InlineData(true, "ID=kali", "ID_LIKE=\"debian\"")]
    [InlineData(false, "ID=fedora", "NAME=debian")]
    [InlineData(false)]
    public void Host_is_known_by_its_release_file(bool expected, params string[] lines) =>
        Assert.Equal(expected, DebianHost.IsDebian(lines));

    [Fact]
    public async Task Host_without_package_lists_is_told_to_update_them()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/apt-cache"), "apt is not installed");
        var root = Directory.CreateTempSubdirectory("lodge-apt-");
        try
        {
            var apt = new Apt(root.FullName, [$"Dir::State={root.FullName}", $"Dir::Cache={root.FullName}"]);

            var failure = await Assert.ThrowsAsync<ImageBuildException>(
                () => apt.ShowAsync(["busybox-static"], TestContext.Current.CancellationToken));

            Assert.Equal(ImageBuildFault.PackageUnknown, failure.Fault);
            Assert.Contains("apt-get update", failure.Remedy);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
