using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Lodge.Libvirt.Tests")]
