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
    [InlineData(ErrorCode.PoolNotFound, "virDomainCreate", ErrorNumber.NoStoragePool)]
    [InlineData(ErrorCode.VolumeNotFound, "virDomainAttachDeviceFlags", ErrorNumber.NoStorageVol)]
    [InlineData(ErrorCode.SecretNotFound, "virDomainCreate", ErrorNumber.NoSecret)]
    [InlineData(ErrorCode.NetworkFilterNotFound, "virDomainCreate", ErrorNumber.NoNwfilter)]
    public void Failure_has_the_number_that_scripts_look_for(ErrorCode code, string function, object number)
    {
        var told = ErrorMapping.Of(new LodgeException(code, "It is wrong."), function);

        Assert.Equal(number, told!.Number);
    }

    [Fact]
    public void Network_that_a_domain_lacks_is_told_as_by_the_driver_of_networks()
    {
        var told = ErrorMapping.Of(new LodgeException(ErrorCode.NetworkNotFound, "Its card is on network 'lab', which does not exist."), "virDomainCreate")!;

        Assert.Equal((43, 19), ((int)told.Number, (int)told.Origin));
    }
}
