@echo off
rem The site, on Windows: `make`, `make book`, `make html`, or a double click on this file.
rem Sets up what it needs once, in .venv-windows (WSL has .venv); see requirements\install.sh for the same on other systems.

setlocal
cd /d "%~dp0"
set "PIP_DISABLE_PIP_VERSION_CHECK=1"
set "venv_python=.venv-windows\Scripts\python.exe"
set "code=1"

if "%~1"=="" goto book
if /i "%~1"=="book" goto book
if /i "%~1"=="html" goto book
echo On Windows: `make book` builds the site. Everything else: `make` under WSL, macOS or Linux.
exit /b 2

:book
rem The note is a copy of the lock, made last: what failed or was interrupted is done again. An environment cannot be moved.
set "noted=filecmp.cmp(r'requirements\book.txt', r'.venv-windows\installed.txt', False)"
set "in_place=os.path.abspath('.venv-windows') in open(r'.venv-windows\pyvenv.cfg', encoding='utf-8').read()"
if not exist .venv-windows\installed.txt goto set_up
"%venv_python%" -c "import filecmp, os, sys; sys.exit(not (%noted% and %in_place%))" >nul 2>nul
if not errorlevel 1 goto build

:set_up
set "python=py -3"
%python% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 goto install
set "python=python"
%python% -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not errorlevel 1 goto install
echo This needs Python 3.11 or newer: install it from python.org or the Microsoft Store, then run `make book` again.
goto finish

:install
echo Installing Python packages into .venv-windows (once; it takes a minute or two)
if exist .venv-windows\installed.txt del .venv-windows\installed.txt
%python% -m venv .venv-windows
if errorlevel 1 goto not_installed
"%venv_python%" -m pip install --quiet --no-input --require-hashes --only-binary :all: --no-deps --requirement requirements\book.txt
if errorlevel 1 goto not_installed
"%venv_python%" -m pip install --quiet --no-input --no-build-isolation --no-deps --editable .
if errorlevel 1 goto not_installed
copy /b requirements\book.txt .venv-windows\installed.txt >nul

:build
.venv-windows\Scripts\handbook.exe build html
set "code=%errorlevel%"
echo The PDF: run `wsl make book` in this folder, because what draws its pages is not a part of Windows.
goto finish

:not_installed
echo The Python packages could not be installed; the lines above say why. `make book` tries again.

:finish
rem A double click opens a window that would close before anyone has read it.
echo "%cmdcmdline:"=%" | find /i "%~f0" >nul && pause
exit /b %code%
