using Lodge.Libvirt.Errors;
using Lodge.Model.Errors;

namespace Lodge.Libvirt.Tests.Errors;

public sealed class ErrorMappingTests
{
    [Theory]
    [InlineData(ErrorCode.InvalidArgument, "virDomainDefineXMLFlags", ErrorNumber.XmlError)]
    [InlineData(ErrorCode.InvalidArgument, "virNetworkCreateXML", ErrorNumber.XmlError)]
    [InlineData(ErrorCode.InvalidArgument, "virDomainSetMemoryFlags", ErrorNumber.InvalidArg)]
    [InlineData(ErrorCode.VmNotFound, "virDomainLookupByName", ErrorNumber.NoDomain)]
    public void Failure_has_the_number_that_scripts_look_for(ErrorCode code, string function, object number)
    {
        var told = ErrorMapping.Of(new LodgeException(code, "It is wrong."), function);

        Assert.Equal(number, told!.Number);
    }
}
