using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>libnftables(3), the library under nft(8).</summary>
internal static unsafe partial class NftablesCalls
{
    private const string Library = "libnftables.so.1";

    public const uint JsonOutput = 1 << 4;

    public const uint TerseOutput = 1 << 11;

    // SAFETY (whole file): contexts are those that nft_ctx_new gave, freed once by their only owner; texts are zero-ended
    // copies that live during the call; texts that the library returns belong to the context and are copied at once.

    [LibraryImport(Library, EntryPoint = "nft_ctx_new")]
    public static partial void* Create(uint flags);

    [LibraryImport(Library, EntryPoint = "nft_ctx_free")]
    public static partial void Free(void* context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_buffer_output")]
    public static partial int BufferOutput(void* context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_buffer_error")]
    public static partial int BufferErrors(void* context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_get_output_buffer")]
    public static partial byte* Output(void* context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_get_error_buffer")]
    public static partial byte* Errors(void* context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_output_set_flags")]
    public static partial void SetOutputFlags(void* context, uint flags);

    [LibraryImport(Library, EntryPoint = "nft_ctx_set_dry_run")]
    public static partial void SetDryRun(void* context, [MarshalAs(UnmanagedType.U1)] bool dry);

    [LibraryImport(Library, EntryPoint = "nft_run_cmd_from_buffer", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Run(void* context, string commands);
}
