using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Fmtp.Nano.Desktop.Host;

/// <summary>Makes the names in a folder durable: .NET flushes files, but not that there is a new one or one
/// less. Windows does that by itself.</summary>
internal static class FolderFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes the folder to the disk.</summary>
    /// <returns>False when the system says that it could not.</returns>
    internal static bool Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        int folderHandle = Open(folder, ReadOnly);
        if (folderHandle < 0)
        {
            return false;
        }

        bool isFlushed = Sync(folderHandle) == 0;
        return Close(folderHandle) == 0 && isFlushed;
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
