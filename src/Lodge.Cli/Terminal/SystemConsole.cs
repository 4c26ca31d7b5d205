using System.Text;

namespace Lodge.Cli.Terminal;

/// <summary>The process's own standard streams.</summary>
internal sealed class SystemConsole : IConsoleIo
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    private readonly Lazy<bool> _inputIsTerminal = new(() => LibC.IsATty(StandardInput) == 1);
    private readonly Lazy<bool> _outputIsTerminal = new(() => LibC.IsATty(StandardOutput) == 1);
    private readonly Lazy<bool> _errorIsTerminal = new(() => LibC.IsATty(StandardError) == 1);

    /// <summary>Opens the streams of this process.</summary>
    public SystemConsole()
    {
        InputBytes = new DescriptorStream(StandardInput, reads: true);
        OutputBytes = new DescriptorStream(StandardOutput, reads: false);
        Out = Writer(OutputBytes, autoFlush: false);
        ErrorBytes = new DescriptorStream(StandardError, reads: false);
        Error = Writer(ErrorBytes, autoFlush: true);
    }

    /// <inheritdoc/>
    public TextWriter Out { get; }

    /// <inheritdoc/>
    public TextWriter Error { get; }

    /// <inheritdoc/>
    public Stream InputBytes { get; }

    /// <inheritdoc/>
    public Stream OutputBytes { get; }

    /// <inheritdoc/>
    public Stream ErrorBytes { get; }

    /// <inheritdoc/>
    public bool InputIsTerminal => _inputIsTerminal.Value;

    /// <inheritdoc/>
    public bool OutputIsTerminal => _outputIsTerminal.Value;

    /// <inheritdoc/>
    public bool ErrorIsTerminal => _errorIsTerminal.Value;

    /// <inheritdoc/>
    public TerminalSize? Size => OutputIsTerminal ? SizeOf(StandardOutput) : ErrorIsTerminal ? SizeOf(StandardError) : null;

    /// <inheritdoc/>
    public IDisposable EnterRawMode() => RawMode.Enter(StandardInput);

    private static StreamWriter Writer(Stream target, bool autoFlush) =>
        new(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4096, leaveOpen: true)
        {
            AutoFlush = autoFlush,
            NewLine = "\n",
        };

    private static unsafe TerminalSize? SizeOf(int descriptor)
    {
        // SAFETY: the struct lives on this stack, and the ioctl fills exactly it.
        LibC.WindowSize size = default;
        return LibC.AskSize(descriptor, LibC.AskWindowSize, &size) == 0 && size.Columns > 0
            ? new TerminalSize(size.Rows, size.Columns)
            : null;
    }
}
