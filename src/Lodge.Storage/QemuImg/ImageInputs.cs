using System.Text;
using Lodge.Engine.Ports;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Processes;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.Storage.QemuImg;

/// <summary>What a program of QEMU's is handed beside its arguments: values of secrets, and configurations of clusters. It gets them as sealed files in memory.</summary>
internal sealed class ImageInputs
{
    private const int FirstSecret = 3;

    private readonly Dictionary<string, byte[]> _secrets;
    private readonly Dictionary<int, byte[]> _files = [];

    /// <param name="secrets">Values by the ids that the arguments name.</param>
    public ImageInputs(IReadOnlyDictionary<string, byte[]> secrets) => _secrets = new(secrets);

    /// <summary>Adds what the server of an image asks for; nothing for an image of this host.</summary>
    /// <exception cref="Lodge.Model.Errors.LodgeException">A secret is not there.</exception>
    public ImageInputs With(DiskSource source, ImageSide side, ISecretValues values)
    {
        if (source is NetworkDiskSource server && server.SecretId() is { } secret)
        {
            _secrets[side.ServerSecret] = values.ValueFor(secret);
        }

        if (source is RbdDiskSource { Servers: { Count: > 0 } monitors })
        {
            _files[side.Configuration] = Encoding.UTF8.GetBytes(CephConfig.Of(monitors));
        }

        return this;
    }

    /// <summary>Makes the files; disposing closes them here.</summary>
    public Handed Open()
    {
        var handed = new Handed();
        try
        {
            foreach (var (id, value) in _secrets)
            {
                var number = FirstSecret + handed.Descriptors.Count;
                handed.Add($"lodge-secret-{id}", value, number);
                handed.Arguments.AddRange(["--object", $"secret,id={id},file=/proc/self/fd/{number}"]);
            }

            foreach (var (number, content) in _files)
            {
                handed.Add("lodge-ceph-conf", content, number);
            }

            return handed;
        }
        catch
        {
            handed.Dispose();
            throw;
        }
    }

    /// <summary>The open files, and the arguments that name them.</summary>
    internal sealed class Handed : IDisposable
    {
        public List<PassedDescriptor> Descriptors { get; } = [];

        public List<string> Arguments { get; } = [];

        public void Add(string name, byte[] content, int number) => Descriptors.Add(new PassedDescriptor(MemFd.CreateSealed(name, content), number));

        public void Dispose() => Descriptors.ForEach(passed => passed.Source.Dispose());
    }
}
