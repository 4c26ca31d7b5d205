using System.Text;
using System.Text.Json;

namespace Lodge.Qemu.Planning;

/// <summary>
/// One <c>-blockdev</c> in JSON, the only notation that can say <c>"backing": null</c> (BlockdevOptions in
/// qapi/block-core.json).
/// </summary>
internal static class BlockNode
{
    /// <summary>The node that reads and writes bytes on the host.</summary>
    /// <param name="name">Node name, at most 31 characters.</param>
    /// <param name="isDevice">Whether a block device is behind it, not a regular file.</param>
    /// <param name="file">What QEMU opens.</param>
    /// <param name="readOnly">Whether it is opened only to read.</param>
    public static string Host(string name, bool isDevice, string file, bool readOnly) => Write(json =>
    {
        json.WriteString("driver", isDevice ? "host_device" : "file");
        json.WriteString("node-name", name);
        json.WriteString("filename", file);
        json.WriteBoolean("read-only", readOnly);
        json.WriteString("discard", "unmap");
    });

    /// <summary>The node that understands raw bytes.</summary>
    public static string Raw(string name, string below, bool readOnly) => Write(json =>
    {
        json.WriteString("driver", "raw");
        json.WriteString("node-name", name);
        json.WriteString("file", below);
        json.WriteBoolean("read-only", readOnly);
        json.WriteString("discard", "unmap");
    });

    /// <summary>The node that understands qcow2.</summary>
    /// <param name="name">Node name.</param>
    /// <param name="below">The node with its bytes.</param>
    /// <param name="backing">The node it falls back to; null for none, whatever its header says.</param>
    /// <param name="readOnly">Whether it may not be written.</param>
    public static string Qcow2(string name, string below, string? backing, bool readOnly) => Write(json =>
    {
        json.WriteString("driver", "qcow2");
        json.WriteString("node-name", name);
        json.WriteString("file", below);
        json.WriteString("backing", backing);
        json.WriteBoolean("read-only", readOnly);
        json.WriteString("discard", "unmap");
    });

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
