using Lodge.Fuzz;
using Lodge.Fuzz.Wire;

try
{
    var options = FuzzOptions.Read(args);
    return options.Target switch
    {
        "wire" => new WireFuzzer(options, Console.Out).Run(),
        _ => throw new ArgumentException(FuzzOptions.Usage),
    };
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
