using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Snapshots;

/// <summary>An image that Lodge made on top of another one. Only such images are ever merged or deleted.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Disk">Name of the disk that it was made for.</param>
/// <param name="State">What is to become of it.</param>
public sealed record DiskLayer(string Path, string Disk, LayerState State);

/// <summary>What is to become of an image that Lodge made. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<LayerState>))]
public enum LayerState
{
    /// <summary>It is about to be used; found so after a restart, it was not.</summary>
    Making = 0,

    /// <summary>It stays.</summary>
    Kept = 1,

    /// <summary>Nobody asked for it any more: what others need of it goes to them, then it is deleted.</summary>
    Unneeded = 2,

    /// <summary>What it holds goes back to the image below it, which the disk lives in alone then.</summary>
    Returning = 3,
}
