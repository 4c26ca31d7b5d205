using System.Buffers.Binary;
using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lodge.TestSupport.Storage;

/// <summary>
/// A file system whose server can vanish: whoever touches it then waits in the kernel, as with the server of a 'hard' NFS mount.
/// It is an empty folder, served by FUSE (linux/fuse.h, protocol 7.31).
/// </summary>
public sealed class VanishingServer : IDisposable
{
    private const int HeaderSize = 40;
    private const int AnswerHeaderSize = 16;
    private const int NoSuchFile = 2;
    private const int NotKnown = 38;

    private readonly FileStream _requests;
    private readonly string _folder;
    private readonly ManualResetEventSlim _answers = new(initialState: true);
    private readonly Thread _thread;

    private VanishingServer(SafeFileHandle device, string folder)
    {
        (_requests, _folder) = (new FileStream(device, FileAccess.ReadWrite, 0), folder);
        _thread = new Thread(Serve) { IsBackground = true, Name = "FUSE" };
        _thread.Start();
    }

    /// <summary>What went wrong last; null for nothing.</summary>
    public Exception? LastTrouble { get; private set; }

    private enum Request
    {
        Lookup = 1,
        Forget = 2,
        GetAttributes = 3,
        FileSystemSpace = 17,
        Init = 26,
        OpenFolder = 27,
        ReadFolder = 28,
        ReleaseFolder = 29,
        Interrupt = 36,
        ForgetMany = 42,
        ReadFolderPlus = 44,
    }

    /// <summary>Mounts one; null where this host does not allow it.</summary>
    /// <param name="folder">Where: a folder that is there.</param>
    public static VanishingServer? TryMount(string folder)
    {
        if (!File.Exists("/dev/fuse") || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        var device = File.OpenHandle("/dev/fuse", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            Mounts.Mount("lodge-test", folder, "fuse", [string.Create(CultureInfo.InvariantCulture, $"fd={device.DangerousGetHandle()}"), "rootmode=40000", "user_id=0", "group_id=0", "allow_other"]);
            return new VanishingServer(device, folder);
        }
        catch (LinuxException)
        {
            device.Dispose();
            return null;
        }
    }

    /// <summary>From now on nobody gets an answer.</summary>
    public void Vanish() => _answers.Reset();

    /// <summary>It answers again, what was asked meanwhile, too.</summary>
    public void Return() => _answers.Set();

    /// <inheritdoc/>
    public void Dispose()
    {
        Return();
        Mounts.Abandon(_folder);
        _thread.Join();
        _requests.Dispose();
        _answers.Dispose();
    }

    private void Serve()
    {
        var buffer = new byte[256 << 10];
        while (true)
        {
            try
            {
                var length = _requests.Read(buffer);
                _answers.Wait();
                if (Answer(buffer.AsSpan(0, length)) is { } answer)
                {
                    _requests.Write(answer);
                }
            }
            catch (IOException) when (Mounts.At(_folder) is null)
            {
                return;
            }
            catch (IOException unheard)
            {
                // Whoever asked did not wait for the answer.
                LastTrouble = unheard;
            }
        }
    }

    private static byte[]? Answer(ReadOnlySpan<byte> request)
    {
        var kind = (Request)BinaryPrimitives.ReadInt32LittleEndian(request[4..]);
        if (request.Length < HeaderSize || kind is Request.Forget or Request.ForgetMany or Request.Interrupt)
        {
            return null;
        }

        var (error, body) = kind switch
        {
            Request.Init => (0, Init()),
            Request.GetAttributes => (0, Attributes()),
            Request.FileSystemSpace => (0, Space()),
            Request.OpenFolder => (0, new byte[16]),
            Request.ReadFolder or Request.ReadFolderPlus or Request.ReleaseFolder => (0, []),
            Request.Lookup => (NoSuchFile, (byte[])[]),
            _ => (NotKnown, []),
        };
        var answer = new byte[AnswerHeaderSize + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(answer, answer.Length);
        BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(4), -error);
        request.Slice(8, 8).CopyTo(answer.AsSpan(8));
        body.CopyTo(answer, AnswerHeaderSize);
        return answer;
    }

    // struct fuse_init_out: major, minor, then sizes; max_write stands at 20.
    private static byte[] Init() => Numbers(64, (0, 7), (4, 31), (8, 65536), (20, 4096));

    // struct fuse_attr_out: how long it holds (not at all), then fuse_attr from 16 on; mode, links and block size stand at 76, 80 and 96.
    private static byte[] Attributes() => Numbers(104, (16, 1), (76, 0x41ED), (80, 2), (96, 4096));

    // struct fuse_kstatfs: blocks, free, available as 64 bits; block size, longest name and fragment size at 40, 44 and 48.
    private static byte[] Space() => Numbers(80, (0, 1 << 18), (8, 1 << 17), (16, 1 << 17), (40, 4096), (44, 255), (48, 4096));

    private static byte[] Numbers(int size, params ReadOnlySpan<(int At, int Value)> values)
    {
        var bytes = new byte[size];
        foreach (var (at, value) in values)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        }

        return bytes;
    }
}
