using Lodge.Linux.Errors;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Images;

/// <summary>Turns a refusal of the kernel into an error about one of the VM's files.</summary>
internal static class FileTrouble
{
    /// <summary>The error to show.</summary>
    /// <param name="failure">What the kernel said.</param>
    /// <param name="path">The file.</param>
    /// <param name="role">What it is in the VM.</param>
    public static LodgeException Of(LinuxException failure, string path, string role) => failure.Name switch
    {
        "ENOENT" or "ENOTDIR" => new LodgeException(
            ErrorCode.FileNotFound,
            $"'{path}' ({role}) does not exist.",
            "Create the file, or correct the path in the VM's definition.",
            failure),
        "EACCES" or "EPERM" => new LodgeException(
            ErrorCode.FileNotAccessible,
            $"'{path}' ({role}) cannot be opened: permission denied for user '{Environment.UserName}', who the daemon runs as.",
            "Give that user access to the file and its folders, or run the daemon as root.",
            failure),
        "EROFS" => new LodgeException(
            ErrorCode.FileNotAccessible,
            $"'{path}' ({role}) cannot be opened for writing: its file system is read-only.",
            "Make the disk readOnly in the definition, or move the file.",
            failure),
        _ => new LodgeException(
            ErrorCode.FileNotAccessible,
            $"'{path}' ({role}) cannot be opened: {ErrnoWords.Explain(failure.Errno)}.",
            cause: failure),
    };
}
