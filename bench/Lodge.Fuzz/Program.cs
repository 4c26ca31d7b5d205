using Lodge.Fuzz;
using Lodge.Fuzz.Coverage;
using Lodge.Fuzz.Wire;
using Lodge.Fuzz.Xml;

try
{
    var options = FuzzOptions.Read(args);
    if (options.IsGuided && !Instrumentation.IsOn)
    {
        return Instrumentation.RunCopy(args);
    }

    using var coverage = options.IsGuided ? new CoverageMap() : null;
    return options.Target switch
    {
        "wire" => new WireFuzzer(options, coverage, Console.Out).Run(),
        "xml" => new XmlFuzzer(options, coverage, Console.Out).Run(),
        _ => throw new ArgumentException(FuzzOptions.Usage),
    };
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
