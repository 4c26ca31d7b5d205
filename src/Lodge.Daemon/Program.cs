using Lodge.Daemon;
using Lodge.Daemon.Configuration;
using Lodge.Daemon.Hosting;
using Lodge.Model.Errors;

if (args is ["--version" or "version"])
{
    Console.WriteLine($"lodged {DaemonVersion.Text}");
    return 0;
}

if (args is ["--help" or "-h" or "help"])
{
    Console.WriteLine(Usage.Text);
    return 0;
}

try
{
    if (args is [BridgeGuardProcess.Argument, var state, var instance, var link])
    {
        await BridgeGuardProcess.RunAsync(state, instance, link);
        return 0;
    }

    var options = SettingReader.Read(args, Environment.GetEnvironmentVariable);
    await DaemonHost.RunAsync(options);
    return 0;
}
catch (LodgeException failure)
{
    Console.Error.WriteLine($"lodged: {failure.Error.Message}");
    if (failure.Error.Remedy is { } remedy)
    {
        Console.Error.WriteLine($"  → {remedy}");
    }

    return failure.Error.Code == ErrorCode.InvalidArgument ? 2 : 1;
}
