namespace Lodge.Model.Storage;

/// <summary>A folder of the host that is known by a name, as a place for disk images.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name, unique.</param>
/// <param name="Path">Absolute path of the folder.</param>
/// <param name="Autostart">Whether it is in use from the daemon's start on.</param>
public sealed record FolderPool(Guid Id, string Name, string Path, bool Autostart);

/// <summary>A pool, and whether it is in use.</summary>
/// <param name="Definition">The pool.</param>
/// <param name="Active">Whether it is in use.</param>
public sealed record FolderPoolState(FolderPool Definition, bool Active);

/// <summary>Room of the file system that a folder is on.</summary>
/// <param name="Capacity">Bytes in all.</param>
/// <param name="Available">Bytes that are free.</param>
public sealed record FolderRoom(long Capacity, long Available);
