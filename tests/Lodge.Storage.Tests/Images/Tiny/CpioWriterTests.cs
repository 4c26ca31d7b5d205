using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Lodge.Storage.Images.Tiny;

namespace Lodge.Storage.Tests.Images.Tiny;

public sealed class CpioWriterTests
{
    private static readonly CpioEntry[] Entries =
    [
        CpioEntry.Directory("dev"),
        CpioEntry.CharacterDevice("dev/console", 5, 1),
        CpioEntry.Program("init", Encoding.ASCII.GetBytes("#!/bin/sh\n")),
        CpioEntry.Link("sh", "init"),
        CpioEntry.File("empty", default),
    ];

    [Fact]
    public async Task Archive_of_every_kind_of_entry_has_the_golden_bytes()
    {
        var archive = await WriteAsync();
        var golden = Path.Combine(Here(), "every-kind.cpio");
        if (Environment.GetEnvironmentVariable("LODGE_UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllBytesAsync(golden, archive, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllBytesAsync(golden, TestContext.Current.CancellationToken), archive);
    }

    [Fact]
    public async Task Archive_is_listed_by_a_cpio_that_is_not_ours()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/busybox") || File.Exists("/bin/busybox"), "busybox is not installed");
        var list = await ListAsync(await WriteAsync());

        Assert.Equal(
            [
                "drwxr-xr-x 0/0 0 dev",
                "crw------- 0/0 0 dev/console",
                "-rwxr-xr-x 0/0 10 init",
                "lrwxrwxrwx 0/0 0 sh -> init",
                "-rw-r--r-- 0/0 0 empty",
            ],
            list);
    }

    private static async Task<byte[]> WriteAsync()
    {
        using var archive = new MemoryStream();
        await CpioWriter.WriteAsync(archive, Entries, TestContext.Current.CancellationToken);
        return archive.ToArray();
    }

    /// <summary>What <c>busybox cpio -tv</c> says, without the times.</summary>
    private static async Task<string[]> ListAsync(byte[] archive)
    {
        using var cpio = Process.Start(new ProcessStartInfo("busybox", ["cpio", "-tv"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TZ"] = "UTC" },
        })!;
        await cpio.StandardInput.BaseStream.WriteAsync(archive);
        cpio.StandardInput.Close();
        var lines = (await cpio.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. lines.Select(line => line.Replace("1970-01-01 00:00:00 ", ""))
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))),
        ];
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
