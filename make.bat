@echo off
rem The site, on Windows: `make`, `make book`, `make html`, or a double click on this file.
rem Sets up what it needs once, in .venv; see requirements\install.sh for the same on other systems.

setlocal
cd /d "%~dp0"
set "PIP_DISABLE_PIP_VERSION_CHECK=1"

if "%~1"=="" goto build
if /i "%~1"=="book" goto build
if /i "%~1"=="html" goto build
echo On Windows: `make book` builds the site. Everything else: `make` under WSL, macOS or Linux.
exit /b 2

:build
call :set_up
if errorlevel 1 goto finish
.venv\Scripts\handbook.exe build html
if errorlevel 1 goto finish
echo The site: _build\en\html\index.html. For the PDF run `wsl make book` in this folder: what draws its pages is not a part of Windows.

:finish
set "code=%errorlevel%"
rem A double click opens a window that would close before anyone has read it.
echo "%cmdcmdline:"=%" | find /i "/c" >nul && pause
exit /b %code%

:set_up
rem The note is a copy of the lock, made last: what failed or was interrupted is done again.
fc /b requirements\book.txt .venv\installed.txt >nul 2>nul && exit /b 0
set "python="
for %%P in ("py -3" python python3) do if not defined python %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "python=%%~P"
if not defined python (
  echo This needs Python 3.11 or newer: install it from python.org or the Microsoft Store, then run `make book` again.
  exit /b 1
)
echo Installing Python packages into .venv ^(once; it takes a minute or two^)
if exist .venv\installed.txt del .venv\installed.txt
%python% -m venv .venv || goto not_installed
.venv\Scripts\python.exe -m pip install --quiet --no-input --require-hashes --only-binary :all: --no-deps --requirement requirements\book.txt || goto not_installed
.venv\Scripts\python.exe -m pip install --quiet --no-input --no-build-isolation --no-deps --editable . || goto not_installed
copy /b requirements\book.txt .venv\installed.txt >nul
exit /b 0

:not_installed
echo The Python packages could not be installed; the lines above say why. `make book` tries again.
exit /b 1
