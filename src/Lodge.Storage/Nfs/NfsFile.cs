using Lodge.Xdr;

namespace Lodge.Storage.Nfs;

/// <summary>A file as an NFS server tells of it.</summary>
/// <param name="Name">Its name in its folder.</param>
/// <param name="Handle">What the server knows it by.</param>
/// <param name="IsRegular">Whether it is a plain file.</param>
/// <param name="Mode">Permission bits.</param>
/// <param name="Owner">User id.</param>
/// <param name="Group">Group id.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Used">Bytes that it takes.</param>
/// <param name="ModifiedAt">When its contents last changed.</param>
internal sealed record NfsFile(string Name, byte[] Handle, bool IsRegular, uint Mode, uint Owner, uint Group, long Length, long Used, DateTimeOffset ModifiedAt)
{
    /// <summary>Reads <c>fattr3</c> (RFC 1813, section 2.6).</summary>
    public static NfsFile Read(ref XdrReader reader, string name, byte[] handle)
    {
        var (type, mode) = (reader.ReadUInt(), reader.ReadUInt());
        reader.ReadUInt();
        var (owner, group) = (reader.ReadUInt(), reader.ReadUInt());
        var (length, used) = ((long)reader.ReadUHyper(), (long)reader.ReadUHyper());
        for (var skipped = 0; skipped < 4; skipped++)
        {
            reader.ReadUHyper();
        }

        var (seconds, nanoseconds) = (reader.ReadUInt(), reader.ReadUInt());
        reader.ReadUHyper();
        return new NfsFile(
            name, handle, type == NfsNumbers.FileTypeRegular, mode & 0xFFF, owner, group, length, used, DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanoseconds / 100));
    }

    /// <summary>Reads <c>post_op_attr</c>, which may be left out.</summary>
    public static NfsFile? ReadOptional(ref XdrReader reader, string name, byte[] handle) => reader.ReadPresence() ? Read(ref reader, name, handle) : null;
}
