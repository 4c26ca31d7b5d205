using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Images;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Images.Disks;

/// <summary>The files of VMs that were launched from images, in one folder.</summary>
/// <param name="folder">The folder; made when it is first needed.</param>
public sealed class ImageDisks(string folder) : IImageDisks
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public Task<string> CloneAsync(ImageDisk disk, string vm, long size, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(disk);
        return MakeAsync(vm, ".qcow2", path => HostTool.QemuImg.DemandAsync(
            $"make the disk of '{vm}'",
            ["create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", disk.Path, path, size.ToString(CultureInfo.InvariantCulture)],
            "/",
            cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<string> MakeSeedAsync(IReadOnlyDictionary<string, string> files, string vm, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var content = Directory.CreateTempSubdirectory("lodge-seed-");
        try
        {
            foreach (var (name, text) in files)
            {
                await File.WriteAllTextAsync(Path.Combine(content.FullName, name), text, cancellationToken);
            }

            // The label is how cloud-init finds the disk: its reference of the data source NoCloud.
            return await MakeAsync(vm, "-seed.iso", path => HostTool.GenIsoImage.DemandAsync(
                $"make the disk with the settings of '{vm}'", ["-quiet", "-V", "cidata", "-J", "-r", "-o", path, content.FullName], "/", cancellationToken));
        }
        finally
        {
            content.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public bool IsOwn(string path) => Path.GetDirectoryName(path) == Path.TrimEndingDirectorySeparator(folder);

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(path);

    private async Task<string> MakeAsync(string vm, string ending, Func<string, Task> make)
    {
        var path = "";
        try
        {
            Directory.CreateDirectory(folder, Private);
            path = Claim(vm, ending);
            await make(path);
            return path;
        }
        catch (Exception trouble)
        {
            if (path.Length > 0)
            {
                File.Delete(path);
            }

            if (trouble is IOException or UnauthorizedAccessException)
            {
                throw new LodgeException(ErrorCode.StorageFailed, $"The disks of '{vm}' cannot be written: {trouble.Message}", $"See that {folder} can be written and has room.", trouble);
            }

            throw;
        }
    }

    // Whoever makes the empty file has the name, also when two VMs of one name are launched at once.
    private string Claim(string vm, string ending)
    {
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, number == 1 ? vm + ending : string.Create(CultureInfo.InvariantCulture, $"{vm}-{number}{ending}"));
            if (!File.Exists(path))
            {
                using (new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
                {
                    return path;
                }
            }
        }
    }
}
