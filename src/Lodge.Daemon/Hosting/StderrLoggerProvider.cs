namespace Lodge.Daemon.Hosting;

/// <summary>
/// Logs to standard error, a line an entry, with the priority prefix that systemd's journal understands
/// (sd-daemon(3)) when it reads along, and the time when a person does.
/// </summary>
internal sealed class StderrLoggerProvider : ILoggerProvider
{
    private static readonly bool ToJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new StderrLogger(categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class StderrLogger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var head = ToJournal ? $"<{Priority(logLevel)}>" : $"{DateTime.Now:HH:mm:ss.fff} {Word(logLevel)} ";
            var tail = exception is null ? "" : $": {exception}".ReplaceLineEndings(" | ");
            Console.Error.WriteLine($"{head}{category}[{eventId.Id}] {formatter(state, exception)}{tail}");
        }

        private static int Priority(LogLevel level) => level switch
        {
            LogLevel.Critical => 2,
            LogLevel.Error => 3,
            LogLevel.Warning => 4,
            LogLevel.Information => 6,
            _ => 7,
        };

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Critical or LogLevel.Error => "error",
            LogLevel.Warning => "warn ",
            LogLevel.Information => "info ",
            _ => "debug",
        };
    }
}
